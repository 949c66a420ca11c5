# mingw-auto-import.sh - variables of a DLL used without dllimport: through .refptr pointers, direct references of every code model, and
# pointers in data with addends, found in an import library or in the DLL itself. --disable-auto-import forbids it.
. tests/common.sh
. tests/mingw.sh
cd "$t"
put dll.c <<'END'
int array[10] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, scalar = 11;
struct { int a, b; } pair = {1, 2};
int function(int n) { return scalar + n; }
END
put main.c <<'END'
#include <stdio.h>
extern int array[10], scalar, function(int);
extern struct { int a, b; } pair;
int *third = &array[3];
int *const table[2] = {&scalar, &pair.b};
int (*pointer)(int) = function;
int main(void) {
    printf("%d %d %d %d %d %d %d\n", *third, *table[0], *table[1], array[5], scalar, pair.b, pointer(1));
    scalar = 77;
    printf("%d %d\n", function(2), pointer(3));
    return 0;
}
END
text='3 11 2 5 11 2 12
79 80'
$gcc -O1 -c dll.c
mylink_as $gcc -shared -o data.dll dll.o -Wl,--out-implib,libdata.dll.a
mkdir alone && cp data.dll alone/
check() { # NAME LIBRARY...
    local name=$1
    shift
    mylink_as $gcc -o "$name.exe" main.o "$@"
    run_wine "$name.exe" "$text"
}
for model in '' -mcmodel=small -mcmodel=large; do
    $gcc -O1 $model -c main.c
    check by-name$model -L. -ldata
    check by-dll$model data.dll
    check by-dll-name$model -Lalone -ldata
    [ "$model" = -mcmodel=small ] || check far$model -L. -ldata -Wl,--image-base,0x7ff000000000 # REL32 cannot reach the DLL from there
done
if have clang; then
    clang --target=x86_64-w64-mingw32 -O1 -c main.c
    check clang -L. -ldata
fi
$gcc -O1 -c main.c
expect_fail 'error LNK2001: unresolved external symbol scalar' mylink_as $gcc -o no.exe main.o -L. -ldata -Wl,--disable-auto-import
# link.exe's style: no switch
libraries() { local name; for name; do $gcc -print-file-name=lib$name.a; done; }
mylink /entry:mainCRTStartup /out:link.exe "$($gcc -print-file-name=crt2.o)" main.o libdata.dll.a $(libraries mingw32 gcc gcc_eh moldname mingwex msvcrt kernel32)
run_wine link.exe "$text"
# The list of fields to correct is there when there is something to correct, and only then.
$gcc -O1 -c -o hello.o -x c - <<<'#include <stdio.h>
int main(void) { return puts("hello") < 0; }'
mylink_as $gcc -o hello.exe hello.o
nm=x86_64-w64-mingw32-nm
length() { echo $((0x$($nm "$1" | sed -n 's/ . __RUNTIME_PSEUDO_RELOC_LIST_END__$//p') - 0x$($nm "$1" | sed -n 's/ . __RUNTIME_PSEUDO_RELOC_LIST__$//p'))); }
[ "$(length hello.exe)" = 0 ] && [ "$(length by-name-mcmodel=large.exe)" -gt 36 ] || fail "lists of $(length hello.exe) and $(length by-name-mcmodel=large.exe) bytes"
