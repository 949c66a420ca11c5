# implib-sorted-names.sh - names that sort badly (A, _a, a, 7F, UTF-8): records and both indices are in byte order, and every name links.
. tests/common.sh
readobj=$(tool llvm-readobj)
lld=$(tool lld-link)
cd $t
printf 'LIBRARY s.dll\nEXPORTS\na\n\303\244\n_a\nZ\n\177\nA\nab\n"b c"\nb@2\n~\n' >s.def
mylib /nologo /def:s.def /machine:x64 /out:s.lib
# Byte order: 41 5A 5F 61 ... 7E 7F C3.
names() { $readobj s.lib 2>/dev/null | sed -n 's/^Symbol: __imp_//p'; }
printf 'A\nZ\n_a\na\nab\nb c\nb@2\n~\n\177\n\303\244\n' >expected
names >got
cmp expected got || { cat -v got >&2; fail 'the records are not in byte order'; }
# The .exp file becomes a DLL whose export table is sorted the same way, and a program finds every name in it.
mkobj d.obj 'section .text' 'symbol A' 'symbol Z' 'symbol _a' 'symbol a' 'symbol ab' 'symbol "b c"' 'symbol b@2' 'symbol ~' 'symbol "\x7f"' "symbol $(printf '\303\244')" 'bytes c3'
allow_warning 'AddressOfNames' # pefile takes 7F in a name for damage
mylink /nologo /dll /noentry /out:s.dll d.obj s.exp
$readobj --coff-exports s.dll | sed -n 's/^  Name: //p' >got
cmp expected got || { cat -v got >&2; fail 'the export table is not in byte order'; }
allow_warning ''
mkobj u.obj 'section .text' 'symbol start' 'ref REL32 A' 'ref REL32 Z' 'ref REL32 _a' 'ref REL32 a' 'ref REL32 ab' 'ref REL32 "b c"' 'ref REL32 b@2' 'ref REL32 ~' 'ref REL32 "\x7f"' "ref REL32 $(printf '\303\244')"
mylink /nologo /entry:start /subsystem:console /out:u.exe u.obj s.lib
imports() { $readobj --coff-imports $1 | sed -n 's/^  Symbol: \(.*\) (.*/\1/p' | sort; }
imports u.exe >got
cmp expected got || { cat -v got >&2; fail 'not all of them are imported'; }
$lld /nologo /entry:start /subsystem:console /out:l.exe u.obj s.lib
imports l.exe >got
cmp expected got || { cat -v got >&2; fail 'lld-link does not find all of them'; }
