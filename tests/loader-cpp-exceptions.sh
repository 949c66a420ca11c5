# loader-cpp-exceptions.sh - mingw-w64's C++: an exception passes frames with destructors, in the first thread and in others, and iostreams work.
. tests/common.sh
have x86_64-w64-mingw32-g++ || skip 'x86_64-w64-mingw32-g++ is not installed'
cat >$t/main.cpp <<'END'
#include <cstdio>
#include <iostream>
#include <stdexcept>
#include <string>
struct Guard { int n; ~Guard() { std::cout << "leave " << n << "\n"; } };
static void deep(int n) {
    Guard guard{n};
    if (n == 0) throw std::runtime_error("bottom");
    deep(n - 1);
}
struct Global { Global() { puts("constructed"); } ~Global() { puts("destroyed"); } } global;
int main() {
    try { deep(2); } catch (const std::exception &e) { std::cout << e.what() << "\n"; }
    try { try { throw 1; } catch (int n) { throw std::string("second"); } } catch (const std::string &s) { std::cout << s << std::endl; }
    return 5;
}
END
x86_64-w64-mingw32-g++ -O1 -static -o $t/main.exe $t/main.cpp
run_both -x 5 $t/main.exe $'constructed\nleave 0\nleave 1\nleave 2\nbottom\nsecond\ndestroyed'
