# suggest-compiler-names.sh - names that compilers invent are explained, with mylink's own library that has them.
. tests/common.sh
[ -e "$BIN/lib/x64/mycrt0.lib" ] || skip 'mycrt0.lib was not built'
why() { # NAME MEMBER TEXT
    mkobj "$t/a.obj" 'section .text' 'symbol start func' "ref REL32 $1" 'bytes c3'
    expect_fail "  why:   $3
  do:    add mycrt0.lib (its member $2.obj has $1), or let /AUTOIMPORT find it" "$MYLINK" /explain /entry:start /subsystem:console /out:"$t/a.exe" "$t/a.obj"
    mylink /entry:start /subsystem:console /out:"$t/a.exe" "$t/a.obj" mycrt0.lib
}
frame='a function has more than 4096 bytes of local variables: Windows grows the stack at its guard page only, so the compiler calls a function that touches each page in turn'
copies='the compiler copies, fills or compares larger objects by calling this function, also where the source does not name it'
cookie='the object was compiled with buffer checks (/GS): functions with arrays compare a cookie on the stack before they return'
why __chkstk chkstk "$frame"
why ___chkstk_ms chkstk "$frame"
why memcpy memory "$copies"
why memset memory "$copies"
why _fltused fltused 'the object computes with floating point and says so by this name, so that the run-time library prepares for it'
why __security_cookie cookie "$cookie"
why __security_check_cookie cookie "$cookie"
why __GSHandlerCheck cookie "$cookie"
why _tls_index tls "the object has thread-local variables; the run-time library sets up the image's TLS directory"
mkobj "$t/a.obj" 'section .text' 'symbol start func' "ref REL32 _RTC_InitBase" 'bytes c3'
# One that no library at hand has.
expect_fail '  why:   the object was compiled with run-time checks (/RTC1)
  do:    compile without /RTC1, or add the C run-time library that the compiler comes with (libcmt.lib or msvcrt.lib for cl and clang)' \
    "$MYLINK" /explain /entry:start /subsystem:console /out:"$t/b.exe" "$t/a.obj"
mkobj "$t/x86.obj" 'machine x86' 'section .text' 'symbol _start func' 'ref REL32 __alldiv' 'bytes c3'
expect_fail '  why:   x86 has no instruction for 64-bit multiplication, division or remainder; the compiler calls a function for it
  do:    add mycrt0.lib (its member int64.obj has __alldiv)' "$MYLINK" /explain /entry:start /subsystem:console /out:"$t/b.exe" "$t/x86.obj"
# Delay loading without its helper.
mkobj "$t/d.obj" 'section .text' 'symbol start func' 'ref REL32 MessageBoxA' 'bytes c3'
expect_fail '  why:   /DELAYLOAD makes calls go through a helper that loads the DLL
  do:    add delayimp.lib' "$MYLINK" /explain /nodefaultlib:delayimp /delayload:user32.dll /entry:start /subsystem:console /out:"$t/b.exe" "$t/d.obj" user32.lib
