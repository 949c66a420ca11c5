# mingw-cpp-dll.sh - exceptions, RTTI, virtual calls, variables and thread-locals cross a DLL boundary, whichever linker made the DLL
# and the program: mylink or GNU ld; with dllexport and dllimport, and with nothing but automatic export and import.
. tests/common.sh
. tests/mingw.sh
need $gxx
cd "$t"
put shared.h <<'END'
#include <stdexcept>
#include <typeinfo>
#if defined EXPORTING
#define API __declspec(dllexport)
#elif defined IMPORTING
#define API __declspec(dllimport)
#else
#define API
#endif
struct API Error : std::runtime_error { using std::runtime_error::runtime_error; };
struct API Shape { virtual ~Shape(); virtual int sides() const; };
API Shape *make_square();
API void fire(int n);
API int call(int (*f)(int), int n);
extern API int counter;
API int &per_thread();
END
put dll.cpp <<'END'
#include "shared.h"
#include <iostream>
Shape::~Shape() {}
int Shape::sides() const { return 0; }
struct Square : Shape { int sides() const override { return 4; } };
Shape *make_square() { return new Square; }
void fire(int n) {
    if (n == 1) throw Error("of the DLL");
    if (n == 2) throw std::out_of_range("of the library");
    throw n;
}
int call(int (*f)(int), int n) {
    try { return f(n); } catch (const Error &e) { std::cout << "the DLL sees: " << e.what() << std::endl; throw; }
}
int counter = 10;
static thread_local int local = 3;
int &per_thread() { return local; }
END
put main.cpp <<'END'
#include "shared.h"
#include <iostream>
#include <memory>
struct Triangle : Shape { int sides() const override { return 3; } };
static int thrower(int n) { if (n) throw Error("of the program"); return 5; }
int main() {
    std::unique_ptr<Shape> s(make_square());
    Triangle t;
    std::cout << s->sides() << t.sides() << t.Shape::sides() << (dynamic_cast<Triangle *>(s.get()) == nullptr) << (typeid(*s) == typeid(Shape)) << '\n';
    for (int i = 1; i <= 3; i++)
        try { fire(i); }
        catch (const Error &e) { std::cout << "Error " << e.what() << '\n'; }
        catch (const std::exception &e) { std::cout << "exception " << e.what() << '\n'; }
        catch (int n) { std::cout << "int " << n << '\n'; }
    try { call(thrower, 1); } catch (const std::runtime_error &e) { std::cout << "the program sees: " << e.what() << '\n'; }
    std::cout << call(thrower, 0) << ' ' << ++counter << ' ' << ++per_thread() << '\n';
}
END
text='43010
Error of the DLL
exception of the library
int 3
the DLL sees: of the program
the program sees: of the program
5 11 4'
compile() { # FOLDER DLL-FLAG EXE-FLAG
    mkdir "$1"
    $gxx -O1 $2 -c -o "$1/dll.o" dll.cpp
    $gxx -O1 $3 -c -o "$1/main.o" main.cpp
}
compile said -DEXPORTING -DIMPORTING
compile unsaid '' ''
by_mylink() { mylink_as $gxx "$@"; }
by_gnu() { $gxx "$@"; }
for objects in said unsaid; do
    for pair in mylink/mylink mylink/gnu gnu/mylink; do
        folder=$objects-${pair%/*}-${pair#*/}
        mkdir "$folder"
        run_dlls "$folder" $gxx
        by_${pair%/*} -shared -o "$folder/shape.dll" $objects/dll.o -Wl,--out-implib,"$folder/libshape.dll.a"
        by_${pair#*/} -o "$folder/main.exe" $objects/main.o -L"$folder" -lshape
        run_wine "$folder/main.exe" "$text"
    done
done
passed 1 'mingw-w64 g++, DLLs' "DLL and program, each by mylink or GNU ld" 'exceptions, RTTI and variables across the DLL'
