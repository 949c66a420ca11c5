# msvc-default-libraries.sh - libraries that Microsoft's objects name in directives: found whatever the case of letters, uuid.lib is
# mylink's own, any can be suppressed, and one that is missing is no error until a name is.
. tests/common.sh
mkobj $t/helper.obj 'section .text' 'symbol helper func' 'bytes b8 05 00 00 00 c3'
mylib /nologo /out:$t/WS9_32.Lib $t/helper.obj # as names stand on disks of Windows
start=('section .text' 'symbol start func' 'bytes 48 83 ec 28 e8' 'ref REL32 helper' 'bytes 48 83 c4 28 c3')
mkobj $t/a.obj 'directive "/DEFAULTLIB:\"ws9_32\" /DEFAULTLIB:\"OLDNAMES\" /DEFAULTLIB:\"LIBCMT\" -defaultlib:uuid.lib"' "${start[@]}"
link() { mylink /entry:start /subsystem:console /libpath:$t /out:$t/a.exe "$@"; }
expect '' link $t/a.obj
run_both -x 5 $t/a.exe ''
for word in /nodefaultlib:WS9_32 /nodefaultlib:ws9_32.LIB /nodefaultlib; do
    expect_fail 'unresolved external symbol helper' "$MYLINK" /entry:start /subsystem:console /libpath:$t /out:$t/b.exe $t/a.obj $word
done
# What is missing then is said.
mkobj $t/strdup.obj 'directive /defaultlib:OLDNAMES' 'section .text' 'symbol start func' 'bytes e8' 'ref REL32 some_old_name' 'bytes c3'
expect_fail 'default libraries were not found (OLDNAMES.lib)' "$MYLINK" /explain /entry:start /subsystem:console /out:$t/b.exe $t/strdup.obj
# uuid.lib has the interfaces' numbers.
mkobj $t/uuid.obj 'directive /defaultlib:UUID' 'section .data align=8' 'ref ADDR64 IID_IUnknown'
mylink /dll /noentry /noimplib /out:$t/uuid.dll $t/uuid.obj
expect_field $t/uuid.dll 'pe.get_data(int.from_bytes(section(".data").get_data()[:8], "little") - 0x180000000, 16).hex()' 0000000000000000c000000000000046
# Objects of a newer compiler than the library: the advice is to take the libraries of that compiler.
mkobj $t/new.obj 'section .text' 'symbol start func' 'bytes e8' 'ref REL32 __GSHandlerCheck_EH4' 'bytes c3'
expect_fail 'link with the run-time libraries that came with that compiler' "$MYLINK" /explain /entry:start /subsystem:console /out:$t/b.exe $t/new.obj
