# option-gnu-libraries.sh - -l and -L: which file of which folder, before or behind -L, static or not, whole or not.
. tests/common.sh
cd "$t"
mkdir one two
member() { mkobj "$2.obj" 'section .text' "symbol $2 func" "bytes $3"; "$MYLIB" /nologo /out:"$1" "$2.obj" "${@:4}"; }
mkobj a.obj 'section .text' 'symbol start func' 'ref REL32 f' 'bytes c3'
mkobj extra.obj 'section .text$z' 'symbol extra func' 'bytes f4 f4 f4 f4'
code() { # WANT OPTION...: the first byte of f, to which start's first four bytes lead
    local want=$1
    shift
    "$MYLINK" -flavor gnu -m i386pep a.obj -e start -o x.exe "$@"
    expect "$want" $python -c '
import pefile, struct
pe = pefile.PE("x.exe")
print("%02x" % pe.get_data(0x1004 + struct.unpack("<i", pe.get_data(0x1000, 4))[0], 1)[0])'
}
need_pefile
member one/libf.a f 91
member one/f.lib f 92
member two/libf.dll.a f 93
member two/libf.a f 94
member two/libg.a f 95 extra.obj
member one/odd.name f 96
code 91 -L one -lf
code 91 -Lone -l f
code 91 -lf --library-path=one
code 91 -L one -L two -lf
code 93 -L two -L one --library=f
code 94 -L two -Bstatic -lf
code 93 -L two -Bstatic -Bdynamic -lf
code 94 -L two --push-state -Bstatic -lf --pop-state
code 93 -L two --push-state -Bstatic --pop-state -lf
code 96 -L two -L one -l:odd.name
code 91 -L two one/libf.a -lf
rm one/libf.a
code 92 -L one -lf
has_extra() { $python -c 'import pefile, sys; sys.exit(b"\xf4\xf4\xf4\xf4" not in pefile.PE("x.exe").get_data(0x1000, 64))'; }
code 95 -L two -lg
if has_extra; then fail 'a member that nothing needs'; fi
code 95 -L two --whole-archive -lg --no-whole-archive
has_extra || fail '--whole-archive left a member out'
expect_fail 'nowhere' "$MYLINK" -flavor gnu -m i386pep a.obj -e start -o y.exe -L one -lnowhere
