# manifest-text.sh - /MANIFEST writes link.exe's text to the byte, beside the image or as a resource, as /MANIFESTUAC and the rest say.
. tests/common.sh

asm $t/m.obj 'section .text
global start
start: ret'
link() { mylink $t/m.obj /entry:start /subsystem:console /out:$t/m.exe "$@"; }
dll() { mylink $t/m.obj /dll /noentry /out:$t/m.dll "$@"; }
embedded() { pe_field "$1" '[text(pe.get_data(l.data.struct.OffsetToData, l.data.struct.Size)).replace("\r", "^M") for k in pe.DIRECTORY_ENTRY_RESOURCE.entries if k.id == 24 for n in k.directory.entries for l in n.directory.entries]'; }

usual="<?xml version='1.0' encoding='UTF-8' standalone='yes'?>^M
<assembly xmlns='urn:schemas-microsoft-com:asm.v1' manifestVersion='1.0'>^M
  <trustInfo xmlns=\"urn:schemas-microsoft-com:asm.v3\">^M
    <security>^M
      <requestedPrivileges>^M
        <requestedExecutionLevel level='asInvoker' uiAccess='false' />^M
      </requestedPrivileges>^M
    </security>^M
  </trustInfo>^M
</assembly>^M"
no_rights="<?xml version='1.0' encoding='UTF-8' standalone='yes'?>^M
<assembly xmlns='urn:schemas-microsoft-com:asm.v1' manifestVersion='1.0'>^M
</assembly>^M"

# Embedded: 17Dh bytes at 60h of .rsrc, as in every program that Visual Studio links.
link /manifest:embed
expect "$usual" embedded $t/m.exe
expect_field $t/m.exe 'resources()[0][:14]' '24 1 1033 381 '
expect_field $t/m.exe 'section(".rsrc").Misc_VirtualSize' 0x1e0
expect_field $t/m.exe 'pe.DIRECTORY_ENTRY_RESOURCE.entries[0].directory.entries[0].directory.entries[0].data.struct.OffsetToData - section(".rsrc").VirtualAddress' 0x60
[ ! -e $t/m.exe.manifest ] || fail 'a file, too'
if have wrestool; then [ "$(wrestool -x --raw --type=24 $t/m.exe | tr -d '\r')" = "${usual//^M/}" ] || fail 'wrestool reads something else'; fi

# Beside the image.
link /manifest
expect "$usual" sed 's/\r/^M/' $t/m.exe.manifest
expect_field $t/m.exe 'resources()' ''
rm $t/m.exe.manifest
link /manifest /manifestfile:$t/other.manifest
expect "$usual" sed 's/\r/^M/' $t/other.manifest
rm $t/other.manifest

# Not at all: without a word about it, with NO, and with nothing but a file name.
for words in '' /manifest:no "/manifestfile:$t/m.manifest" '/manifest:no /manifestdependency:name=x'; do
    link $words
    [ "$(find $t -name '*.manifest')" = '' ] || fail "a file with '$words'"
    expect_field $t/m.exe 'resources()' ''
done

# Numbers and DLLs: a DLL has the number 2 and asks for no rights on its own.
link /manifest:embed,id=7
expect_field $t/m.exe 'resources()[0][:7]' '24 7 10'
dll /manifest:embed
expect "$no_rights" embedded $t/m.dll
expect_field $t/m.dll 'resources()[0][:7]' '24 2 10'
dll /manifest:embed /manifestuac
expect "$usual" embedded $t/m.dll

# /MANIFESTUAC; the last one counts. CMake and Visual Studio pass it with quotes inside quotes.
link /manifest:embed /manifestuac:no
expect "$no_rights" embedded $t/m.exe
link /manifest:embed /manifestuac:no "/manifestuac:level='highestAvailable' uiAccess='true'"
expect "${usual/asInvoker\' uiAccess=\'false/highestAvailable\' uiAccess=\'true}" embedded $t/m.exe
link /manifest:embed '/MANIFESTUAC:"level='\''requireAdministrator'\''"'
expect "${usual/asInvoker/requireAdministrator}" embedded $t/m.exe
link /manifest:embed "/manifestuac:uiAccess='true'"
expect "${usual/false/true}" embedded $t/m.exe
for bad in "level='root'" "level=asInvoker" "uiAccess='maybe'" "level='asInvoker" 'yes'; do
    expect_fail "LINK : fatal error LNK1117: syntax error in option 'manifestuac:$bad'" mylink $t/m.obj /entry:start /out:$t/x.exe "/manifestuac:$bad"
done
for bad in id=0 id=65536 id=x embed,idd=1 sideways; do
    expect_fail "LINK : fatal error LNK1117: syntax error in option 'manifest:$bad'" mylink $t/m.obj /entry:start /out:$t/x.exe /manifest:$bad
done

# Dependencies: of the command line and of objects, each different one once; without /MANIFEST they make a file.
mkobj $t/dep.obj "directive \"/manifestdependency:\\\"type='win32' name='Some.Controls' version='6.0.0.0'\\\"\"" \
    "directive \"/manifestdependency:\\\"type='win32' name='Other' version='1.0.0.0'\\\"\""
link $t/dep.obj "/manifestdependency:type='win32' name='Some.Controls' version='6.0.0.0'"
expect "${usual%</assembly>^M}  <dependency>^M
    <dependentAssembly>^M
      <assemblyIdentity type='win32' name='Some.Controls' version='6.0.0.0' />^M
    </dependentAssembly>^M
  </dependency>^M
  <dependency>^M
    <dependentAssembly>^M
      <assemblyIdentity type='win32' name='Other' version='1.0.0.0' />^M
    </dependentAssembly>^M
  </dependency>^M
</assembly>^M" sed 's/\r/^M/' $t/m.exe.manifest
rm $t/m.exe.manifest
mkobj $t/bad.obj "directive \"/manifestdependency:\\\"name='x' /><evil\\\"\""
expect_fail "bad.obj : fatal error LNK1117: syntax error in option 'MANIFESTDEPENDENCY:name='x' /><evil'" \
    mylink $t/m.obj $t/bad.obj /entry:start /subsystem:console /out:$t/x.exe /manifest:embed
expect_fail "LINK : fatal error LNK1117: syntax error in option 'MANIFESTDEPENDENCY:type='win32''" \
    mylink $t/m.obj /entry:start /subsystem:console /out:$t/x.exe "/manifestdependency:type='win32'"
