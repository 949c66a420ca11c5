# coff-producers.sh - objects from nasm, clang and MinGW gcc, for every machine, are read as llvm-readobj reads them:
# each section, relocation and symbol is the same in both listings.
. tests/common.sh
need llvm-readobj nasm clang
readobj=$(tool llvm-readobj)

# Both listings become lines `section NUMBER NAME SIZE FLAGS`, `reloc SECTION OFFSET TYPE SYMBOL` and
# `symbol NAME VALUE SECTION`.
cat >"$t/lines.py" <<'PY'
import re, sys

def from_mydump(text):
    section = 0
    lines = text.split("\n")
    for i, line in enumerate(lines):
        if m := re.match(r"SECTION HEADER #(\w+)", line):
            section = int(m[1], 16)
            name = lines[i + 1].rpartition(" name")[0].strip()
            size = int(lines[i + 4].split()[0], 16)
        elif m := re.match(r" *([0-9A-F]{1,8}) flags$", line):
            yield f"section {section} {name} {size} {int(m[1], 16):x}"
        elif m := re.match(r" ([0-9A-F]{8})  (\S+) .*?  ([0-9A-F]+)  (\S.*)$", line):
            yield f"reloc {section} {int(m[1], 16)} {m[2]} {m[4]}"
        elif m := re.match(r"[0-9A-F]{3,} ([0-9A-F]{8}) (\w+) .*?\| (.*)$", line):
            yield f"symbol {m[3]} {int(m[1], 16)} {m[2]}"

def from_readobj(text):
    number = name = size = value = None
    for line in text.split("\n"):
        line = line.strip()
        if m := re.match(r"Number: (\d+)$", line): number = int(m[1])
        elif m := re.match(r"Name: (.*?)(?: \([0-9A-F ]+\))?$", line): name = m[1]
        elif m := re.match(r"RawDataSize: (\d+)", line): size = int(m[1])
        elif m := re.match(r"Characteristics \[ \((0x\w+)\)", line):
            if size is not None: yield f"section {number} {name} {size} {int(m[1], 16):x}"
            size = None
        elif m := re.match(r"Section \((\d+)\) (.*) \{", line): number = int(m[1])
        elif m := re.match(r"(0x\w+) IMAGE_REL_(?:AMD64|I386|ARM64)_(\w+) (.*) \(\d+\)$", line):
            yield f"reloc {number} {int(m[1], 16)} {m[2]} {m[3]}"
        elif m := re.match(r"Value: (\d+)", line): value = int(m[1])
        elif m := re.match(r"Section: (.*) \((-?\d+)\)$", line):
            where = {0: "UNDEF", -1: "ABS", -2: "DEBUG"}.get(int(m[2])) or f"SECT{int(m[2]):X}"
            yield f"symbol {name} {value} {where}"

convert = {"mydump": from_mydump, "readobj": from_readobj}[sys.argv[1]]
print("\n".join(sorted(convert(sys.stdin.read()))))
PY

agree() { # OBJECT LEAST: both readers say the same, in at least so many lines
    mydump /HEADERS /SYMBOLS /RELOCATIONS "$1" | $python "$t/lines.py" mydump >"$t/mydump.txt"
    "$readobj" --sections --symbols --relocations "$1" | $python "$t/lines.py" readobj >"$t/readobj.txt"
    diff "$t/mydump.txt" "$t/readobj.txt" >&2 || fail "mydump (<) and $readobj (>) differ on $1"
    [ "$(wc -l <"$t/mydump.txt")" -ge "$2" ] || fail "only $(wc -l <"$t/mydump.txt") lines for $1"
}

source=$(cat <<'ASM'
extern imported
global start, table
section .text
start: call imported
       call near [table]
section .data
table: dd start, other
section .bss
other: resb 100
section .a_long_section_name data align=64
a_long_symbol_name: times 9 db 1
section .drectve info
       db "-export:start "
ASM
)
asm "$t/nasm64.obj" "$source"
agree "$t/nasm64.obj" 20
asm32 "$t/nasm32.obj" "$source"
agree "$t/nasm32.obj" 20

# Templates and inline functions make COMDATs, the vtable LARGEST ones, the weak function a weak external.
cat >"$t/source.cc" <<'CC'
template <class T> T twice(T x) { static T count; count += x; return count * 2; }
struct Base { virtual ~Base(); virtual int g() { return 1; } };
inline int inlined = 5;
extern int shared_variable;
__attribute__((weak)) int weak_function() { return 3; }
int common_like;
Base::~Base() {}
int entry() { Base b; return twice(3) + twice(4L) + b.g() + inlined + weak_function() + shared_variable; }
CC
clang=$(tool clang)
for triple in x86_64-pc-windows-msvc i686-pc-windows-msvc aarch64-pc-windows-msvc x86_64-w64-mingw32; do
    for flags in -O0 '-O2 -g -ffunction-sections -fdata-sections'; do
        # shellcheck disable=SC2086
        "$clang" --target=$triple -std=c++17 $flags -c -o "$t/clang.obj" "$t/source.cc"
        agree "$t/clang.obj" 60
    done
done
if have x86_64-w64-mingw32-g++; then
    for flags in -O0 '-O2 -g' '-O1 -Wa,-mbig-obj'; do
        # shellcheck disable=SC2086
        x86_64-w64-mingw32-g++ -std=c++17 $flags -c -o "$t/gcc.o" "$t/source.cc"
        agree "$t/gcc.o" 60
    done
fi
