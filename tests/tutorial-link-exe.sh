# tutorial-link-exe.sh - chapter 17's table of link.exe's values is right for our images, and can tell when it is not.
. tests/common.sh

need clang
sed -n '/^```c save=both.c$/,/^```$/p' tutorial/17-*.md | grep -v '^```' >"$t/both.c"
for machine in x86_64 i686; do
    c_msvc_for $machine-pc-windows-msvc "$t/$machine.obj" -ffunction-sections <"$t/both.c"
    mylink /nologo /entry:start /noimplib /out:"$t/$machine.exe" "$t/$machine.obj" kernel32.lib
    mylink /nologo /dll /noentry /noimplib /out:"$t/$machine.dll" "$t/$machine.obj" kernel32.lib
done
table() { $python tutorial/tools/linkexe.py "$t/x86_64.exe" "$t/x86_64.dll" "$t/i686.exe" "$t/i686.dll"; }
table >"$t/table.txt" || { cat "$t/table.txt" >&2; fail 'a value is not link.exe'"'"'s'; }
[ "$(grep -c 'both$' "$t/table.txt")" -gt 30 ] || fail 'the table has lost rows'

# Each of these changes one byte of an image, and the row that speaks of it must say so.
differs() { # IMAGE OFFSET HEX ROW
    cp "$t/$1" "$t/saved"
    poke "$t/$1" "$2" "$3"
    if table >"$t/table.txt"; then fail "nobody noticed: $4"; fi
    grep -qE "^  $4 .* link.exe$" "$t/table.txt" || { cat "$t/table.txt" >&2; fail "no row says: $4"; }
    cp "$t/saved" "$t/$1"
}
image_checks=off
differs x86_64.exe 0xdc 02 Subsystem
differs x86_64.dll 0x96 20 Characteristics
differs i686.exe 0x18 00 'header fields'
differs i686.dll 0xd8 01 'CheckSum without /RELEASE'
