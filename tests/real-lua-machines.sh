# real-lua-machines.sh - Lua for x86, by mingw-w64 with its run-time library, and for ARM64, by clang with mylink's start-up code: its script
# prints what it prints on x64.
# slow
# timeout: 900
. tests/common.sh
. tests/mingw.sh
. tests/real.sh
need clang i686-w64-mingw32-gcc
can_run x86 && can_run arm64 || skip 'build/myload-x86, build/myload-arm64 or qemu-user is missing'
debian_source lua5.4
shopt -s nullglob
files=()
for file in "$source"/src/*.c; do case $file in */luac.c) ;; *) files+=("$file") ;; esac; done
sed -n '/^put .*script.lua/,/^END$/p' tests/real-lua.sh | sed '1d;$d' >"$t/script.lua"
run() { (cd "$t" && "$MYLOAD" "$1.exe" script.lua argument >"$1.txt" 2>&1) || { tail -n 5 "$t/$1.txt" >&2; fail "Lua for $1"; }; }

compile lua $gcc -O1 -- "${files[@]}"
mylink_as $gcc "${objects[@]}" -o "$t/x64.exe"
run x64
grep -q '^argument	1' "$t/x64.txt" || fail "$(cat "$t/x64.txt")"

compile lua-x86 i686-w64-mingw32-gcc -O1 -- "${files[@]}"
mylink_as i686-w64-mingw32-gcc "${objects[@]}" -o "$t/x86.exe"
run x86
diff "$t/x64.txt" "$t/x86.txt" >&2 || fail 'Lua prints something else on x86 (>)'

# There is no mingw-w64 for ARM64, but its headers fit. Two functions are in its library, and so missing here.
headers=$(dirname "$($gcc -print-file-name=crt2.o)")/../include
put "$t/missing.c" <<'END'
__declspec(dllimport) char *__iob_func(void);
__declspec(dllimport) double strtod(const char *, char **);
void *__acrt_iob_func(unsigned n) { return __iob_func() + n * 48; } // sizeof(FILE)
void *(*__imp___acrt_iob_func)(unsigned) = __acrt_iob_func;
double __strtod(const char *s, char **end) { return strtod(s, end); }
END
clang="$(tool clang) --target=aarch64-w64-mingw32 -isystem $headers -O2 -w -D__USE_MINGW_ANSI_STDIO=0"
compile lua-arm64 $clang -- "${files[@]}"
$clang -c -o "$t/missing.o" "$t/missing.c"
mylink /nologo /subsystem:console /out:"$t/arm64.exe" "${objects[@]}" "$t/missing.o" mycrt0.lib msvcrt.lib kernel32.lib
run arm64
diff "$t/x64.txt" "$t/arm64.txt" >&2 || fail 'Lua prints something else on ARM64 (>)'
