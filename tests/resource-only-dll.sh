# resource-only-dll.sh - .res files alone make a DLL, named after the first; an empty .res file adds nothing.
. tests/common.sh
need llvm-rc

printf 'LANGUAGE 9, 1\n1 RCDATA { "one" }\n' >$t/words.rc
printf '// nothing\n' >$t/empty.rc
for n in words empty; do (cd $t && "$(tool llvm-rc)" /fo $n.res $n.rc) >/dev/null; done

(cd $t && "$MYLINK" /dll /noentry words.res empty.res 2>log)
expect 'LINK : warning LNK4068: /MACHINE not specified; defaulting to X64' cat $t/log
note_image $t/words.dll
expect '10 1 1033 3 one' pe_field $t/words.dll 'resources()'
expect '.rsrc' pe_field $t/words.dll 'sections()'
expect_field $t/words.dll OPTIONAL_HEADER.AddressOfEntryPoint 0x0

mylink /dll /noentry /machine:x86 $t/words.res /out:$t/w32.dll
expect_field $t/w32.dll FILE_HEADER.Machine 0x14c
expect '10 1 1033 3 one' pe_field $t/w32.dll 'resources()'

asm $t/m.obj 'section .text
global start
start: ret'
mylink $t/m.obj $t/empty.res /entry:start /subsystem:console /out:$t/m.exe
expect '.text' pe_field $t/m.exe 'sections()'
expect_field $t/m.exe 'directory("RESOURCE").Size' 0x0

# A script that was not compiled is told from other text.
expect_fail 'words.rc : fatal error LNK1107: invalid or corrupt file: cannot read at 0x0: it is a resource script' \
    mylink /dll /noentry /machine:x64 $t/words.rc /out:$t/x.dll
head -c 50 $t/words.res >$t/cut.res
expect_fail 'cut.res : fatal error LNK1123: invalid .res file' mylink /dll /noentry /machine:x64 $t/cut.res /out:$t/x.dll
