# common.sh - what every test begins with:  . tests/common.sh
#
# A test is a short bash script, run from the repository root by tests/run.sh or by hand (`bash tests/hello.sh`). It
# stops at the first command that fails; its exit code is its result: 0 passed, 77 skipped, anything else failed.
#
#   $t                      the test's own empty folder (build/test/NAME); removed when it passed, unless KEEP=1
#
# Programs under test (functions, so that they can note what they made; $MYLINK ... are the plain paths, for `env`, `strace`)
#   mylink ARGS             links. Every image named by /out: or -o is read by check_image when the test ends
#   mylib ARGS   mydump ARGS   myload ARGS   myload_check ARGS (myload --check)
#
# Making inputs
#   mkobj OUT LINE...       an object written by tests/mkobj.c, valid or broken; its header comment lists the lines
#   asm OUT [TEXT]          nasm -f win64; source from TEXT or standard input. asm32: -f win32
#   c_msvc OUT [FLAG...]    clang --target=x86_64-pc-windows-msvc -c; source from standard input. c_msvc_for TRIPLE OUT [FLAG...]
#   c_mingw OUT [FLAG...]   x86_64-w64-mingw32-gcc -c; source from standard input
#   put FILE                standard input into FILE;  hex FILE 'de ad'  bytes into FILE;  poke FILE OFFSET 'hex'  overwrite bytes
#
# Checking
#   run_both [-x CODE] EXE TEXT [ARG...]   runs EXE in myload and in Wine; standard output must be TEXT (@FILE: that file;
#                           a final newline and carriage returns do not matter), the exit code CODE (0)
#   run_load, run_wine      the same in one of them
#   expect TEXT CMD...      CMD exits 0 and prints TEXT      expect_line LINE CMD...   ... prints LINE as one of its lines
#   expect_fail TEXT CMD... CMD exits 1, its output holds TEXT word for word (with $t/ taken out), and no file of $t
#                           appeared or changed
#   shows TEXT CMD...       the output of CMD, whether it succeeds or not, holds TEXT
#   expect_bytes IMAGE EXPORT 'de ad'      the bytes at that export
#   pe_field IMAGE EXPR     a field as python's pefile sees it: 'OPTIONAL_HEADER.ImageBase', 'section(".text").Misc_VirtualSize',
#                           'directory("TLS").Size', 'imports()', 'exports()'; numbers as 0x...
#   expect_field IMAGE EXPR VALUE
#   check_image IMAGE       llvm-readobj, objdump and pefile read it without a complaint (under the sanitizers: mydump and myload --check)
#   image_checks=off        before mylink: an image that is odd on purpose.  allow_warning 'regex': a pefile warning that is meant
#   run_example NAME [MACHINE]   builds examples/NAME in $t/NAME, runs it in myload and in Wine (x64), compares with expected.txt
#   $patience               1, more where programs are slower (sanitizers, valgrind): for time limits, $((20 * patience))
#   same FILE FILE          equal bytes          fail TEXT     skip REASON
#   passed GROUP WHAT LINKED_AS RAN    a row of README's table, kept when the test passes; tests/what-links.sh
#
# Machines: x64, x86, arm64
#   can_run MACHINE         its images run here: build/myload-MACHINE was built, and qemu is there where it is needed
#   c_for MACHINE OUT [FLAG...]  clang -c; source from standard input          cc_triple MACHINE   its name for clang
#   proves FEATURE MACHINE  once the test has passed, this line of tutorial/feature-table.md is true (tests/machines-table.sh)
#
# Tools
#   tool NAME               the newest of NAME, NAME-22 ... NAME-14 that is installed:  readobj=$(tool llvm-readobj)
#   need NAME...            skips the test when one is not there
set -eu -o pipefail
export LC_ALL=C TZ=UTC

BIN=${BIN:-build}               # build/san for the sanitizer run
case $BIN in /*) ;; *) BIN=$PWD/$BIN ;; esac
ROOT=$PWD
MYLINK=$BIN/mylink MYLIB=$BIN/mylib MYDUMP=$BIN/mydump
# Runs images: the plain build also in a sanitizer run, because an image's base lies in ASan's shadow memory. `make coverage` sets it.
MYLOAD=${MYLOAD:-$ROOT/build/myload}
MYLOAD_CHECK=$BIN/myload
# A sanitizer's report ends a program with 99: no test takes that for an ordinary error. Programs exit without freeing.
export ASAN_OPTIONS=exitcode=99:detect_leaks=0:abort_on_error=0:allocator_may_return_null=1 UBSAN_OPTIONS=exitcode=99:print_stacktrace=1
unset LIB LINK _LINK_ SOURCE_DATE_EPOCH MYLOAD_PATH MAKEFLAGS MFLAGS MAKELEVEL 2>/dev/null || true

test_name=$(basename "$0" .sh)
if [ "$BIN" = "$ROOT/build" ]; then t=$ROOT/build/test/$test_name; else t=$BIN/test/$test_name; fi
rm -rf "$t" && mkdir -p "$t" # absolute, so that a test may cd
notes=$t.notes            # beside $t: copies of the images made, lists
rm -rf "$notes" && mkdir -p "$notes"
image_checks=on
case $BIN in "$ROOT/build/valgrind") patience=30 ;; "$ROOT/build/san") patience=3 ;; *) patience=1 ;; esac
row=
[ "$BIN" != "$ROOT/build" ] || rm -f "$ROOT/build/rows/$test_name"
pefile_allow=

finish() {
    local code=$?
    trap - EXIT
    cd "$ROOT"
    if [ $code = 0 ]; then check_noted_images || code=1; fi
    if [ $code = 0 ] && [ -n "$row" ] && [ "$BIN" = "$ROOT/build" ]; then
        mkdir -p "$ROOT/build/rows"
        printf '%s\n' "$row" >"$ROOT/build/rows/$test_name"
    fi
    if [ $code = 0 ] && [ -z "${KEEP-}" ]; then rm -rf "$t"; fi
    if [ $code = 0 ] && [ -f "$notes/proofs" ] && [ "$BIN" = "$ROOT/build" ]; then
        mkdir -p "$BIN/proofs" && mv "$notes/proofs" "$BIN/proofs/$test_name"
    fi
    [ -n "${KEEP-}" ] || rm -rf "$notes"
    exit $code
}
trap finish EXIT

fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }
skip() { printf 'skip: %s\n' "$*" >&2; exit 77; }
passed() { row="$1 | $2 | $3 | $4 |"; }
have() { command -v "$1" >/dev/null 2>&1; }

# ---- Tools

tool() {
    local found="" version=0 n plain
    for n in 22 21 20 19 18 17 16 15 14; do
        if have "$1-$n"; then found=$1-$n version=$n; break; fi
    done
    if have "$1"; then
        plain=$("$1" --version 2>/dev/null | sed -En 's/.*([Vv]ersion|LLD) ([0-9]+).*/\2/p' | head -n 1)
        if [ "${plain:-99}" -ge $version ]; then found=$1; fi
    fi
    if [ -n "$found" ]; then echo "$found"; else skip "$1 is not installed"; fi
}

need() {
    local name
    for name in "$@"; do tool "$name" >/dev/null || exit 77; done
}

python=/usr/bin/python3 # Debian's own: another python on PATH does not see Debian's pefile
have_pefile() { [ -x $python ] && $python -c 'import pefile' 2>/dev/null; }

# ---- Programs under test

mylink() {
    "$MYLINK" "$@" || return
    [ $image_checks = on ] || return 0
    local word next=
    for word in "$@"; do
        if [ -n "$next" ]; then note_image "$word"; next=; continue; fi
        case $word in
        [/-][oO][uU][tT]:*) note_image "${word#?????}" ;;
        -o) next=1 ;;
        esac
    done
}
mylib() { "$MYLIB" "$@"; }
mydump() { "$MYDUMP" "$@"; }
myload() { "$MYLOAD" "$@"; }
myload_check() { "$MYLOAD_CHECK" --check "$@"; }

# A copy is kept, because the test may go on to break or overwrite the image. The readers start once for all of them.
note_image() {
    [ -f "$1" ] && [ "$(stat -c %s "$1")" -lt 50000000 ] || return 0
    local folder
    folder=$(mktemp -d "$notes/image.XXXXXX")
    cp "$1" "$folder/"
    printf '%s\n' "$pefile_allow" >"$folder/.allow"
}

check_noted_images() {
    local folder images=()
    for folder in "$notes"/image.*; do
        [ -d "$folder" ] && images+=("$folder"/*)
    done
    [ ${#images[@]} = 0 ] || check_images "${images[@]}"
}

allow_warning() { pefile_allow=$1; }

check_image() {
    local folder
    folder=$(mktemp -d "$notes/checked.XXXXXX")
    cp "$1" "$folder/"
    printf '%s\n' "$pefile_allow" >"$folder/.allow"
    check_images "$folder"/* || fail "$1 is not read without complaint"
}

# Several images, each in a folder of its own beside a file .allow (a regex of pefile warnings, or an empty line).
check_images() {
    local image readobj out
    if [ "$BIN" != "$ROOT/build" ]; then
        for image; do
            "$MYDUMP" /ALL "$image" >/dev/null || { echo "mydump /ALL $image: exit code $?" >&2; return 1; }
            out=0
            "$MYLOAD_CHECK" --check "$image" >/dev/null 2>"$notes/check.err" || out=$?
            [ $out -le 1 ] || { cat "$notes/check.err" >&2; echo "myload --check $image: exit code $out" >&2; return 1; }
        done
        return 0
    fi
    if readobj=$(tool llvm-readobj 2>/dev/null); then
        for image; do
            "$readobj" --all "$image" >/dev/null 2>"$notes/readobj.err" || { cat "$notes/readobj.err" >&2; echo "llvm-readobj --all fails on $image" >&2; return 1; }
            if [ -s "$notes/readobj.err" ]; then cat "$notes/readobj.err" >&2; echo "llvm-readobj --all complains about $image" >&2; return 1; fi
        done
    fi
    if have objdump; then
        for image; do
            objdump -f "$image" >/dev/null 2>&1 || continue # a machine this objdump was built without
            objdump -p "$image" >/dev/null 2>"$notes/objdump.err" || { cat "$notes/objdump.err" >&2; echo "objdump -p fails on $image" >&2; return 1; }
            sed -i '/ignoring section flag IMAGE_SCN_MEM_NOT_PAGED/d' "$notes/objdump.err" # every driver has it; objdump does not know it
            if [ -s "$notes/objdump.err" ]; then cat "$notes/objdump.err" >&2; echo "objdump -p complains about $image" >&2; return 1; fi
        done
    fi
    if have_pefile; then $python "$ROOT/tests/pe.py" warnings "$@" || return 1; fi
}

# ---- Making inputs

mkobj() { "$BIN/tests/mkobj" "$@"; }

put() { cat >"$1"; }

asm() { asm_format win64 "$@"; }
asm32() { asm_format win32 "$@"; }
asm_format() {
    local format=$1 out=$2 nasm
    nasm=$(tool nasm)
    if [ $# -ge 3 ]; then printf '%s\n' "$3" >"$out.asm"; else cat >"$out.asm"; fi
    "$nasm" -f "$format" -o "$out" "$out.asm"
}

c_msvc() { c_msvc_for x86_64-pc-windows-msvc "$@"; }
c_msvc_for() {
    local triple=$1 out=$2 clang
    shift 2
    clang=$(tool clang)
    "$clang" --target="$triple" -O1 -ffreestanding -fno-stack-protector "$@" -c -o "$out" -x c -
}

c_mingw() {
    local out=$1
    shift
    need x86_64-w64-mingw32-gcc
    x86_64-w64-mingw32-gcc -O1 -ffreestanding "$@" -c -o "$out" -x c -
}

hex_bytes() { # 'de ad' to \xde\xad
    printf '%s' "$1" | tr -d ' \n' | sed 's/../\\x&/g'
}
hex() { printf "$(hex_bytes "$2")" >"$1"; }
poke() { printf "$(hex_bytes "$3")" | dd of="$1" bs=1 seek="$(($2))" conv=notrunc status=none; }

# ---- Checking

same() { cmp "$1" "$2" || fail "$1 and $2 differ"; }

expect() {
    local text=$1 got
    shift
    got=$("$@") || fail "exit code $?: $*"
    [ "$got" = "$text" ] || { diff <(printf '%s\n' "$text") <(printf '%s\n' "$got") >&2 || true; fail "wrong output (< expected, > got): $*"; }
}

expect_line() {
    local line=$1 got
    shift
    got=$("$@") || fail "exit code $?: $*"
    grep -qxF -e "$line" <<<"$got" || { printf '%s\n' "$got" | head -n 100 >&2; fail "no line '$line' in the output of: $*"; }
}

files_of_test() { find "$t" -type f -printf '%p %s %T@\n' | sort; }

shows() { # TEXT CMD...
    local text=$1 got
    shift
    got=$("$@" 2>&1) || true
    case $got in *"$text"*) ;; *) printf '%s\n' "$got" >&2; fail "no '$text' from: $*" ;; esac
}

expect_fail() {
    local text=$1 code=0 got before
    shift
    before=$(files_of_test)
    got=$("$@" 2>&1) || code=$?
    got=${got//$t\//}
    [ $code = 1 ] || { printf '%s\n' "$got" | head -n 60 >&2; fail "exit code $code instead of 1: $*"; }
    case $got in
    *"$text"*) ;;
    *) diff <(printf '%s\n' "$text") <(printf '%s\n' "$got") >&2 || true; fail "wrong message (< expected, > got): $*" ;;
    esac
    [ "$before" = "$(files_of_test)" ] || { diff <(echo "$before") <(files_of_test) >&2 || true; fail "files appeared or changed after: $*"; }
}

# Wine's folder is made once, in build/wine, and shared by all tests.
export WINEPREFIX=$ROOT/build/wine WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml=d' WINEARCH=win64
unset DISPLAY WAYLAND_DISPLAY
wine_program() {
    local name
    for name in wine wine64 /usr/lib/wine/wine64; do
        if have "$name"; then command -v "$name"; return; fi
    done
    return 1
}
wine_setup() {
    [ ! -f "$WINEPREFIX/.ready" ] || return 0
    mkdir -p "$ROOT/build"
    (
        flock 9
        [ ! -f "$WINEPREFIX/.ready" ] || exit 0
        timeout 300 "$1" wineboot --init >/dev/null 2>&1 </dev/null || true
        timeout 60 "$1" cmd /c exit >/dev/null 2>&1 </dev/null || { echo 'Wine cannot start a program' >&2; exit 1; }
        touch "$WINEPREFIX/.ready"
    ) 9>"$ROOT/build/wine.lock"
}
have_wine() { wine_program >/dev/null; }
wine_run() { # EXE [ARG...]
    local wine
    wine=$(wine_program) || skip 'wine is not installed'
    wine_setup "$wine" 9>&-
    timeout "${wine_limit:-120}" "$wine" "$@" 2>"$notes/wine.err"
}

run_both() {
    run_load "$@"
    if have_wine; then run_wine "$@"; fi # tests/tools-present.sh says when Wine is missing
}
run_load() { run_in load_run "$@"; }
run_wine() { run_in wine_run "$@"; }
load_run() { timeout 120 "$MYLOAD" "$@"; }
run_in() { # runner [-x CODE] EXE TEXT [ARG...]
    local runner=$1 want_code=0 code=0 exe text got
    shift
    if [ "$1" = -x ]; then want_code=$2; shift 2; fi
    exe=$1 text=$2
    shift 2
    case $text in @*) text=$(cat "${text#@}") ;; esac
    got=$($runner "$exe" "$@" | tr -d '\r') || code=$?
    text=$(printf '%s' "$text" | tr -d '\r')
    [ "$got" = "$text" ] || { diff <(printf '%s\n' "$text") <(printf '%s\n' "$got") >&2 || true; fail "wrong output (< expected, > got), exit code $code: $runner $exe $*"; }
    [ $code = "$want_code" ] || fail "exit code $code instead of $want_code: $runner $exe $*"
}

run_example() {
    local name=$1 example image script expected
    local MACHINE=${2-x64} TARGET MINGW
    example=$t/$name
    mkdir -p "$t/bin"
    ln -sf "$(command -v "$(tool clang)")" "$t/bin/clang"
    need nasm
    cp -r examples/* "$t/"
    . examples/machine.sh
    script=$(file_for_machine "$example" build.sh)
    (cd "$example" && PATH=$BIN:$t/bin:$PATH sh -ex "$script" >build.log 2>&1) || { cat "$example/build.log" >&2; fail "$script of $name"; }
    find "$example" -name '*.exe' -o -name '*.dll' >"$notes/built"
    while read -r image; do note_image "$image"; done <"$notes/built"
    expected=$example/$(file_for_machine "$example" expected.txt)
    (cd "$example" && PATH=$BIN:$PATH RUN=$MYLOAD sh run.sh | tr -d '\r' >myload.txt) || true
    diff "$expected" "$example/myload.txt" >&2 || fail "$name in myload (< expected, > got)"
    if have_wine && [ $MACHINE = x64 ]; then
        wine_setup "$(wine_program)"
        (cd "$example" && PATH=$BIN:$PATH RUN=$(wine_program) sh run.sh 2>wine.err | tr -d '\r' >wine.txt) || true
        diff "$expected" "$example/wine.txt" >&2 || fail "$name in Wine (< expected, > got)"
    fi
    proves "examples/$name" $MACHINE
}

# ---- Machines

can_run() {
    case $1 in
    x64) return 0 ;;
    arm64) [ -x "$MYLOAD-arm64" ] && have qemu-aarch64 ;;
    *) [ -x "$MYLOAD-$1" ] ;;
    esac
}
cc_triple() {
    case $1 in
    x64) echo x86_64-pc-windows-msvc ;;
    x86) echo i686-pc-windows-msvc ;;
    arm64) echo aarch64-pc-windows-msvc ;;
    esac
}
c_for() {
    local machine=$1
    shift
    c_msvc_for "$(cc_triple "$machine")" "$@"
}
proves() { printf '%s|%s\n' "$1" "$2" >>"$notes/proofs"; }

need_pefile() { have_pefile || skip 'pefile is not installed (package python3-pefile)'; }
pe_field() { need_pefile; $python "$ROOT/tests/pe.py" field "$1" "$2"; }
expect_field() { expect "$3" pe_field "$1" "$2"; }
expect_bytes() {
    need_pefile
    $python "$ROOT/tests/pe.py" bytes "$1" "$2" "$3" || fail "wrong bytes at export $2 of $1"
}
