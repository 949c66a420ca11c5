# mingw-cpp-program.sh - a C++ program of mingw-w64's g++: exceptions through several frames and threads, RTTI, thread-locals with
# constructors, iostreams, order of static objects; with the static run-time library and with libstdc++-6.dll.
. tests/common.sh
. tests/mingw.sh
[ -n "${gxx_posix-}" ] || skip 'no g++ with std::thread (package g++-mingw-w64-x86-64-posix)'
cd "$t"
put main.cpp <<'END'
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <typeinfo>
#include <vector>
struct Tracer { const char *name; Tracer(const char *n) : name(n) { std::printf("+%s\n", n); } ~Tracer() { std::printf("-%s\n", name); } };
static Tracer global("global");
extern Tracer early;
Tracer early __attribute__((init_priority(150)))("early");
thread_local Tracer local("thread");
thread_local int counter = 40;
struct Base { virtual ~Base() {} virtual int id() { return 1; } };
struct Left : virtual Base { int id() override { return 2; } };
struct Right : virtual Base {};
struct Both : Left, Right {};
template <class T> T checked(const std::map<std::string, T> &m, const char *key) {
    Tracer frame(key);
    return m.at(key);
}
static int depth(int n) {
    Tracer frame("frame");
    if (n == 0) throw std::out_of_range("deep");
    return depth(n - 1) + 1;
}
int main() {
    std::ios::sync_with_stdio(true);
    try { depth(2); } catch (const std::logic_error &e) { std::cout << typeid(e).name() << ' ' << e.what() << std::endl; }
    try { checked(std::map<std::string, int>{{"a", 1}}, "b"); } catch (std::exception &) { std::cout << "no b" << std::endl; }
    try { try { throw 5; } catch (int n) { throw std::string("re") + std::to_string(n); } } catch (std::string &s) { std::cout << s << std::endl; }
    std::exception_ptr caught;
    std::thread([&] { counter += 2; local.name = "thread's own"; try { depth(0); } catch (...) { caught = std::current_exception(); } }).join();
    try { std::rethrow_exception(caught); } catch (std::out_of_range &e) { std::cout << "from a thread: " << e.what() << ' ' << counter << std::endl; }
    std::unique_ptr<Base> b(new Both);
    std::cout << dynamic_cast<Right *>(b.get())->id() << (dynamic_cast<Tracer *>(static_cast<Tracer *>(nullptr)) == nullptr) << std::endl;
    std::stringstream s("3.5 x 7"); double d; char c; int i; s >> d >> c >> i;
    std::wstring wide = L"wide"; std::vector<int> v(5, i);
    std::cout << d + v[4] << c << wide.size() << std::endl;
    { std::ofstream("out.txt") << "line" << '\n'; }
    std::string line; std::getline(std::ifstream("out.txt"), line);
    std::cout << line << std::endl;
}
END
$gxx_posix -O1 -c main.cpp
$gxx_posix -static -o twin.exe main.o
mylink_as $gxx_posix -static -o static.exe main.o
mylink_as $gxx_posix -o dynamic.exe main.o
mylink_as $gxx_posix -static -Wl,--gc-sections,-s -o small.exe main.o
# link.exe's command line, and nothing said about mingw-w64
library() { local name; for name; do $gxx_posix -print-file-name=$name; done; }
libgcc=$(dirname "$($gxx_posix -print-libgcc-file-name)")
mylink /nologo /entry:mainCRTStartup /out:link.exe $(library crt2.o) "$libgcc/crtbegin.o" main.o $(library libstdc++.a libpthread.a libmingw32.a libgcc.a \
    libgcc_eh.a libmoldname.a libmingwex.a libmsvcrt.a libkernel32.a) "$libgcc/crtend.o"
run_dlls . $gxx_posix
wine_run twin.exe | tr -d "\r" >expected.txt
grep -qx "from a thread: deep 40" expected.txt || { cat expected.txt >&2; fail 'the twin'; }
for program in static dynamic small link; do run_wine $program.exe @expected.txt; done
[ "$(stat -c %s small.exe)" -lt "$(stat -c %s static.exe)" ] || fail '-s --gc-sections make nothing smaller'
expect_line 'libstdc++-6.dll!_ZNSt12out_of_rangeC1EPKc' pe_field dynamic.exe 'imports()'
# Every function that throws or is thrown through has unwind data: as many entries as GNU ld finds.
entries() { pe_field "$1" 'directory("EXCEPTION").Size // 12'; }
[ "$(($(entries static.exe)))" -ge "$(($(entries twin.exe) * 99 / 100))" ] || fail "unwind entries: $(entries static.exe), GNU ld $(entries twin.exe)"
passed 1 'mingw-w64 g++' 'programs, static and with libstdc++-6.dll' 'exceptions, RTTI, threads, iostreams'
