# pain-13-compiler-names.sh - names that the compiler invents (__chkstk, memset, _fltused, __security_cookie) are explained; mylink's small library has them.
. tests/common.sh
need clang
[ -e "$BIN/lib/x64/mycrt0.lib" ] || skip 'mycrt0.lib was not built'
c_msvc "$t/a.obj" -fstack-protector-all <<'END'
static volatile double half = 0.5;
__attribute__((noinline)) static int sum(const char *p) { int n = 0; for (int i = 0; i < 5000; i++) n += p[i]; return n; }
int main(void) { char big[5000] = {3}; big[4999] = (char)(half * 8); return sum(big); }
END
explained() { # NAME WHY MEMBER
    expect_fail "unresolved external symbol $1" "$MYLINK" /entry:main /subsystem:console /out:"$t/a.exe" "$t/a.obj"
    expect_fail "  why:   $2
  do:    add mycrt0.lib (its member $3.obj has $1), or let /AUTOIMPORT find it" "$MYLINK" /explain /entry:main /subsystem:console /out:"$t/a.exe" "$t/a.obj"
}
explained __chkstk 'a function has more than 4096 bytes of local variables: Windows grows the stack at its guard page only, so the compiler calls a function that touches each page in turn' chkstk
explained memset 'the compiler copies, fills or compares larger objects by calling this function, also where the source does not name it' memory
explained _fltused 'the object computes with floating point and says so by this name, so that the run-time library prepares for it' fltused
explained __security_cookie 'the object was compiled with buffer checks (/GS): functions with arrays compare a cookie on the stack before they return' cookie
mylink /out:"$t/a.exe" "$t/a.obj" mycrt0.lib
run_both -x 7 "$t/a.exe" ''
mylink /autoimport /out:"$t/b.exe" "$t/a.obj"
run_both -x 7 "$t/b.exe" ''
