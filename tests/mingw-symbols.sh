# mingw-symbols.sh - GNU style keeps a symbol table and DWARF in the image, with long section names; nm, objdump, gdb and strip read
# them. -S drops DWARF, -s both; /DEBUG:SYMTAB, :DWARF and :NONE say the same in link.exe's style.
. tests/common.sh
. tests/mingw.sh
need x86_64-w64-mingw32-nm x86_64-w64-mingw32-objdump x86_64-w64-mingw32-addr2line x86_64-w64-mingw32-strip
tools=x86_64-w64-mingw32
cd "$t"
put square.c <<'END'
#include <stdio.h>

static int hidden_helper(int n) { return n * n; }
int a_function_with_a_long_name(int (*f)(int), int n) {
    return f(n);
}
int value = 6;
int main(void) {
    printf("%d\n", a_function_with_a_long_name(hidden_helper, value));
    return 0;
}
END
$gcc -g -O0 -c square.c
mylink_as $gcc -o full.exe square.o
mylink_as $gcc -Wl,-S -o no-debug.exe square.o
mylink_as $gcc -s -o stripped.exe square.o
for name in full no-debug stripped; do run_wine $name.exe 36; done

address() { $tools-nm "$1" | sed -n "s/^\([0-9a-f]*\) . $2$/\1/p"; }
has_debug() { $tools-objdump -h "$1" | grep -q ' \.debug_info '; }
has_debug full.exe || fail 'no .debug_info in full.exe'
$tools-objdump -h full.exe | grep -q ' \.debug_line_str ' || fail 'no .debug_line_str in full.exe'
if has_debug no-debug.exe; then fail '.debug_info in spite of -S'; fi
for name in full no-debug; do
    for symbol in main hidden_helper a_function_with_a_long_name value mainCRTStartup; do
        [ "$(address $name.exe $symbol | wc -w)" = 1 ] || fail "nm $name.exe: $symbol"
    done
done
[ "$(pe_field stripped.exe FILE_HEADER.NumberOfSymbols)$(pe_field stripped.exe FILE_HEADER.PointerToSymbolTable)" = 0x00x0 ] || fail 'symbols in spite of -s'
expect_field stripped.exe "[x for x in sections() if x.startswith(('/', '.debug'))]" ''

# The addresses are right: the entry point's is in the header, and DWARF agrees about the others.
expect_field full.exe OPTIONAL_HEADER.AddressOfEntryPoint "0x$(printf %x $((0x$(address full.exe mainCRTStartup) - 0x140000000)))"
expect "square.c:4" eval "$tools-addr2line -e full.exe 0x$(address full.exe a_function_with_a_long_name) | sed 's,.*/,,'"
expect "square.c:3" eval "$tools-addr2line -e full.exe 0x$(address full.exe hidden_helper) | sed 's,.*/,,'"
if have gdb; then
    gdb -batch -nx -ex 'info line a_function_with_a_long_name' -ex 'print value' full.exe >gdb.txt 2>&1
    grep -q '^Line 4 of "square.c" starts at address' gdb.txt && grep -qx '$1 = 6' gdb.txt || { cat gdb.txt >&2; fail 'gdb'; }
fi

# What strip leaves still runs, and is what mylink would have written.
$tools-strip -o by-strip.exe full.exe
run_wine by-strip.exe 36
if has_debug by-strip.exe; then fail 'strip'; fi

# Without long names gdb would find nothing; with all of them, other sections have theirs too.
mylink_as $gcc -Wl,--disable-long-section-names -o short.exe square.o
expect_field short.exe "[x for x in sections() if x.startswith('/')]" ''
mkobj long.obj 'section .a_long_name flags=data,r' 'bytes 01' 'symbol start func'
"$BIN/ld.mylink" -m i386pep -e start -s --enable-long-section-names -o long.exe long.obj
expect_field long.exe 'sections()' /4
"$BIN/ld.mylink" -m i386pep -e start -s -o long.exe long.obj
expect_field long.exe 'sections()' .a_long_

# link.exe's style
style() { "$MYLINK" /entry:start /subsystem:console /opt:noref /out:style.exe style.obj "$@"; }
mkobj style.obj 'section .text' 'symbol start func' 'bytes c3' 'section .debug_info flags=data,r,discard' 'bytes 01 02'
symbols() { $tools-nm style.exe 2>&1 | grep -c ' T start$' || true; }
style
has_debug style.exe && [ "$(symbols)" = 0 ] || fail 'without /DEBUG'
style /debug:none
if has_debug style.exe; then fail '/DEBUG:NONE'; fi
style /debug:symtab
[ "$(symbols)" = 1 ] || fail '/DEBUG:SYMTAB'
style /debug:dwarf
has_debug style.exe && [ "$(symbols)" = 1 ] || fail '/DEBUG:DWARF'
