# option-gnu-wrap.sh - --wrap puts a function between a program and another one, also one of a DLL; --defsym gives names a number or
# another name; the program prints what GNU ld's twin prints.
. tests/common.sh
. tests/mingw.sh
cd "$t"
put main.c <<'END'
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
__declspec(dllimport) unsigned GetCurrentProcessId(void); // through its slot, __imp_GetCurrentProcessId
int plain(int n);
int twice_plain(int n);
int other_name(int n);
extern char size_of_table[];
int main(void) {
    char *p = malloc(100);
    strcpy(p, "heap");
    printf("%s %d %d %d\n", p, plain(1), twice_plain(1), other_name(1));
    printf("%u %#zx\n", GetCurrentProcessId(), (size_t)size_of_table);
    free(p);
    return 0;
}
END
put wrap.c <<'END'
#include <stdio.h>
#include <stdlib.h>
void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size) {
    if (size == 100) printf("malloc(%zu)\n", size);
    return __real_malloc(size);
}
int __real_plain(int n);
int __wrap_plain(int n) { return 100 + __real_plain(n); }
unsigned __wrap_GetCurrentProcessId(void) { return 7; }
END
# Inside the object that defines it, a call of `plain` is not a reference to a name of others.
put plain.c <<'END'
__attribute__((noinline)) int plain(int n) { return n + 1; }
int twice_plain(int n) { return plain(plain(n)); }
END
$gcc -O1 -c main.c wrap.c plain.c
$gcc -O1 -fno-optimize-sibling-calls -c plain.c
options=(-Wl,--wrap=malloc -Wl,--wrap,plain -Wl,--wrap=GetCurrentProcessId -Wl,--defsym=other_name=__wrap_plain -Wl,--defsym,size_of_table=0x1230)
mylink_as $gcc main.o wrap.o plain.o -o main.exe "${options[@]}" >log 2>&1 || { cat log; fail link; }
[ ! -s log ] || { cat log; fail 'warnings'; }
run_wine main.exe 'malloc(100)
heap 102 3 102
7 0x1230'
# GNU ld does not wrap the slots of DLLs; all else is the same.
$gcc main.o wrap.o plain.o -o twin.exe "${options[@]}"
expect "$(wine_run main.exe | head -n 2)" eval 'wine_run twin.exe | head -n 2'

# x86: the names of C have an underscore in front, the option has them without.
mkobj main32.obj 'machine x86' 'section .text' 'symbol _start func' 'bytes e8' 'ref REL32 _f' 'bytes c3'
mkobj wrap32.obj 'machine x86' 'section .text' 'symbol ___wrap_f func' 'bytes e9' 'ref REL32 ___real_f'
mkobj f32.obj 'machine x86' 'section .text' 'symbol _f func' 'bytes 90 c3'
"$MYLINK" -flavor gnu -m i386pe -e _start --wrap f -Map 32.map -o 32.exe main32.obj wrap32.obj f32.obj
$python - <<'END' || fail 'x86'
import pefile, struct
pe = pefile.PE('32.exe')
at = pe.OPTIONAL_HEADER.AddressOfEntryPoint
for op in (0xe8, 0xe9): # start calls __wrap_f, which jumps to f
    code = pe.get_data(at, 5)
    assert code[0] == op, code
    at += 5 + struct.unpack_from('<i', code, 1)[0]
assert pe.get_data(at, 2) == b'\x90\xc3'
END

# --defsym: an object's own definition wins; a name that nothing has and a calculation are errors.
mkobj own.obj 'section .text' 'symbol start func' 'bytes c3' 'section .data' 'ref ADDR64 value' 'symbol value' 'bytes 01'
mkobj user.obj 'section .text' 'symbol start func' 'bytes c3' 'section .data' 'ref ADDR64 value'
ld() { "$BIN/ld.mylink" -m i386pep -e start -o x.exe "$@"; }
value() { ld "$@" && $python -c 'import pefile, struct; print("%x" % struct.unpack_from("<Q", pefile.PE("x.exe").get_data(0x2000, 8)))'; }
expect 140002008 value own.obj --defsym value=5
expect 123456789a value user.obj --defsym value=0x123456789a
expect 140001000 value user.obj --defsym=value=start
mkobj has.obj 'section .text' 'symbol value func' 'bytes c3' # a library's member is not asked for
"$MYLIB" /nologo /out:has.lib has.obj
expect 77 value user.obj has.lib --defsym value=0x77
expect_fail 'error LNK2001: unresolved external symbol nothing' ld user.obj --defsym value=nothing
expect_fail "LNK1117: syntax error in option '--defsym'" ld user.obj --defsym value=start+4
expect_fail "error LNK2001: unresolved external symbol value: it is a weak external whose default leads back to itself" ld user.obj --defsym value=other --defsym other=value
