# mingw-import-libraries.sh - import libraries of every maker serve mylink, and mylink's serve GNU ld: dlltool, llvm-dlltool, GNU ld's
# --out-implib, mylink's --out-implib and mylib; with functions, variables, ordinals and renamed exports.
. tests/common.sh
. tests/mingw.sh
need x86_64-w64-mingw32-dlltool llvm-dlltool
cd "$t"
put dll.def <<'END'
LIBRARY my.dll
EXPORTS
    add
    counter DATA
    by_number @77 NONAME
    other_name = add
END
put dll.c <<'END'
int counter = 5;
int add(int n) { return counter += n; }
int by_number(void) { return 1000; }
END
put main.c <<'END'
#include <stdio.h>
__declspec(dllimport) extern int counter;
__declspec(dllimport) int add(int);
int by_number(void), other_name(int);
int main(void) {
    printf("%d ", counter);
    printf("%d ", add(2));
    printf("%d %d ", by_number(), other_name(10));
    printf("%d\n", counter);
    return 0;
}
END
$gcc -O1 -c dll.c
$gcc -O1 -c main.c
mylink_as $gcc -shared -o my.dll dll.o dll.def -Wl,--out-implib,mylink.a
$gcc -shared -o gnu.dll dll.o dll.def -Wl,--out-implib,gnu.a
$(tool llvm-dlltool) -m i386:x86-64 -d dll.def -l llvm.a
x86_64-w64-mingw32-dlltool -d dll.def -l dlltool.a
mylib /nologo /def:dll.def /machine:x64 /out:mylib.lib
for library in mylink.a gnu.a llvm.a dlltool.a mylib.lib; do
    mylink_as $gcc -o "by-mylink-$library.exe" main.o $library
    run_wine "by-mylink-$library.exe" '5 7 1000 17 17'
    [ $library = llvm.a ] && continue # GNU ld 2.40 finds no jump in it for functions by number
    $gcc -o "by-gnu-$library.exe" main.o $library
    run_wine "by-gnu-$library.exe" '5 7 1000 17 17'
done
# Several libraries of one DLL, of two makers, and of several DLLs.
cp my.dll second.dll
printf 'LIBRARY second.dll\nEXPORTS\nadd_second = add\n' >second.def
sed 's/my.dll/second.dll/; s/^    add$/    second_add == add/; /other/d; /number/d; /counter/d' dll.def >second.def
mylib /nologo /def:second.def /machine:x64 /out:second.lib
cat >>main.c <<'END'
int second_add(int);
__attribute__((constructor)) static void use_second(void) { printf("%d ", second_add(0)); }
END
$gcc -O1 -c main.c
mylink_as $gcc -o several.exe main.o dlltool.a second.lib mylib.lib
run_wine several.exe '5 5 7 1000 17 17'
