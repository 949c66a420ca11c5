# manifest-output.sh - the manifest file is an output like the others: nothing of a failed link, never over an input, in time for the image.
. tests/common.sh

asm $t/m.obj 'section .text
global start
extern nowhere
start: ret'
asm $t/bad.obj 'section .text
global start
extern nowhere
start: jmp nowhere'
expect_fail 'unresolved external symbol nowhere' mylink $t/bad.obj /entry:start /subsystem:console /manifest /out:$t/m.exe
echo old >$t/m.exe.manifest
expect_fail 'unresolved external symbol nowhere' mylink $t/bad.obj /entry:start /subsystem:console /manifest /out:$t/m.exe
expect_fail "output filename 'm.obj' matches input filename 'm.obj'" mylink $t/m.obj /entry:start /subsystem:console /manifest /manifestfile:$t/m.obj /out:$t/m.exe
expect_fail "two outputs have the name 'm.exe'" mylink $t/m.obj /entry:start /subsystem:console /manifest /manifestfile:$t/m.exe /out:$t/m.exe
expect_fail "LNK1104: cannot open file" mylink $t/m.obj /entry:start /subsystem:console /manifest /manifestfile:$t/none/m.manifest /out:$t/m.exe
mylink $t/m.obj /entry:start /subsystem:console /manifest /out:$t/m.exe
grep -q asInvoker $t/m.exe.manifest || fail 'the old file is still there'

# What CMake writes for its "Visual Studio" and Ninja generators.
mkdir $t/CMakeFiles
echo '<assembly xmlns="urn:schemas-microsoft-com:asm.v1" manifestVersion="1.0"/>' >$t/user.manifest
mylink /nologo $t/m.obj /entry:start /out:$t/m.exe /machine:x64 /INCREMENTAL:NO /subsystem:console /MANIFEST /MANIFESTFILE:$t/CMakeFiles/intermediate.manifest
[ -s $t/CMakeFiles/intermediate.manifest ] || fail 'no intermediate manifest'
mylink /nologo $t/m.obj /entry:start /out:$t/m.exe /machine:x64 /INCREMENTAL:NO /subsystem:console /MANIFEST:EMBED,ID=1 /MANIFESTINPUT:$t/user.manifest \
    "/MANIFESTUAC:\"level='asInvoker' uiAccess='false'\"" /MANIFESTFILE:$t/CMakeFiles/not-written.manifest
expect_field $t/m.exe 'resources()[0][:10]' '24 1 1033 '
[ ! -e $t/CMakeFiles/not-written.manifest ] || fail 'embedded, and a file'

# A manifest of the resource script and one of /MANIFEST:EMBED are two of one name.
need llvm-rc
(cd $t && printf 'LANGUAGE 9, 1\n1 24 "user.manifest"\n' >m.rc && "$(tool llvm-rc)" /fo m.res m.rc) >/dev/null
expect_fail '/MANIFEST:EMBED : error LNK1123: failure during conversion to COFF: duplicate resource: type:MANIFEST, name:1, language:0x0409, already in m.res' \
    mylink $t/m.obj $t/m.res /entry:start /subsystem:console /manifest:embed /out:$t/x.exe
mylink $t/m.obj $t/m.res /entry:start /subsystem:console /out:$t/m.exe
expect_field $t/m.exe 'resources()[0][:7]' '24 1 10'
