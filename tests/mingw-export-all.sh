# mingw-export-all.sh - a DLL of g++ objects without dllexport offers what GNU ld's twin offers; hidden symbols, excluded ones, those of
# excluded libraries and all on demand stay out; an .exe exports with --export-all-symbols.
. tests/common.sh
. tests/mingw.sh
need $gxx
cd "$t"
put a.cpp <<'END'
#include <string>
#include <vector>
#include <stdexcept>
struct Widget { virtual ~Widget(); std::string name(int n) const; static int count; };
Widget::~Widget() { count--; }
int Widget::count = 5;
std::string Widget::name(int n) const { if (n < 0) throw std::invalid_argument("n"); return std::to_string(n) + "w"; }
extern "C" { int c_function(void) { return 1; } const char text[] = "abc"; int zeros[10]; }
template <class T> T biggest(const std::vector<T> &v) { T m = v[0]; for (auto x : v) if (m < x) m = x; return m; }
template int biggest<int>(const std::vector<int> &);
static int not_seen = 4;
int *address() { return &not_seen; }
END
put b.c <<'END'
int from_archive(void) { return 2; }
int from_archive_data = 3;
END
$gxx -O1 -c a.cpp
$gcc -O1 -c b.c
rm -f libb.a && ar rc libb.a b.o
names() { pe_field "$1" '[text(s.name) for s in DIRECTORY_ENTRY_EXPORT.symbols]'; }
mylink_as $gxx -shared -o mine.dll a.o -Wl,-u,from_archive -L. -lb
$gxx -shared -o twin.dll a.o -Wl,-u,from_archive -L. -lb
names mine.dll >mine.txt
names twin.dll >twin.txt
diff twin.txt mine.txt || fail 'exports (< GNU ld, > mylink)'
grep -qx _ZN6Widget5countE mine.txt && grep -qx from_archive_data mine.txt || fail 'exports are missing'
# Data is DATA in the import library: no jump is made for it.
mylink_as $gxx -shared -o mine.dll a.o -Wl,--out-implib,mine.a
mydump /linkermember mine.a >members.txt
grep -q ' __imp_zeros$' members.txt && grep -q ' c_function$' members.txt || fail 'the import library'
if grep -q ' zeros$' members.txt; then fail 'a jump for a variable'; fi

without() { # NAME OPTION...: the first DLL but for NAME
    local name=$1
    shift
    mylink_as $gxx -shared -o less.dll a.o hidden.o -Wl,-u,from_archive -L. -lb "$@"
    names less.dll >less.txt
    diff <(grep -vE "^($name)$" mine.txt) less.txt || fail "exports (< expected, > got) with $*"
}
mkobj hidden.o 'section .text'
without none
without 'c_function|text' -Wl,--exclude-symbols,c_function:text
without 'from_archive.*' -Wl,--exclude-libs,libb.a
without 'from_archive.*' -Wl,--exclude-libs,ALL
mkobj hidden.o 'directive -exclude-symbols:"zeros","c_function"' 'section .text' 'symbol mine' 'bytes c3' 'directive -exclude-symbols:mine'
without 'zeros|c_function'
mylink_as $gxx -shared -o less.dll a.o -Wl,--exclude-all-symbols
expect_field less.dll 'directory("EXPORT").Size' 0x0

# One dllexport: only that, unless all are asked for. A program exports when asked.
$gcc -c -o said.o -x c - <<<'__declspec(dllexport) int said(void) { return 1; } int unsaid(void) { return 2; } int main(void) { return 0; }'
mylink_as $gcc -shared -o said.dll said.o
expect said names said.dll
mylink_as $gcc -o program.exe said.o -Wl,--export-all-symbols
names program.exe >program.txt
for name in said unsaid main; do grep -qx $name program.txt || fail "$name is missing in: $(cat program.txt)"; done
