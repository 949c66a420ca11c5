# mismatch-detected.sh - /FAILIFMISMATCH values that differ are LNK2038 with both objects; two run-time libraries LNK4098 with who asked for each.
. tests/common.sh
note() { # OUT DIRECTIVES
    mkobj "$1" "section .drectve flags=0xa00" "ascii \" $2 \"" 'section .text$mn' "symbol $(basename "$1" .obj) func" 'bytes c3'
}
note "$t/a.obj" '/FAILIFMISMATCH:RuntimeLibrary=MD_DynamicRelease /FAILIFMISMATCH:mine=1'
note "$t/b.obj" '/FAILIFMISMATCH:RuntimeLibrary=MT_StaticRelease /FAILIFMISMATCH:mine=1'
expect_fail "b.obj : error LNK2038: mismatch detected for 'RuntimeLibrary': value 'MT_StaticRelease' doesn't match value 'MD_DynamicRelease' in a.obj
  why:   each kind of the run-time library (/MD, /MT, /MDd, /MTd) has its own heap, files and locale
  do:    compile all objects with the same one of /MD, /MT, /MDd and /MTd (clang: -fms-runtime-lib=), and take libraries built so
  read:  tutorial, chapter 15 (A C and a C++ program: start-up, exceptions and unwind data); mylink /EXPLAIN:LNK2038
x.exe : fatal error LNK1319: 1 mismatches detected" "$MYLINK" /explain /entry:a /subsystem:console /out:"$t/x.exe" "$t/a.obj" "$t/b.obj"
expect_fail "a.obj : error LNK2038: mismatch detected for 'mine': value '1' doesn't match value '2' in the command line" \
    "$MYLINK" /failifmismatch:mine=2 /entry:a /subsystem:console /out:"$t/x.exe" "$t/a.obj"
mylink /entry:a /subsystem:console /out:"$t/x.exe" "$t/a.obj" /failifmismatch:mine=1

# Two kinds of run-time library, both there.
note "$t/c.obj" '-defaultlib:libcmt'
note "$t/d.obj" '/DEFAULTLIB:"MSVCRT"'
note "$t/e.obj" '/DEFAULTLIB:MSVCRT'
mkobj "$t/m.obj" 'section .text' 'symbol never_used func' 'bytes c3'
mylib /nologo /out:"$t/libcmt.lib" "$t/m.obj"
mylib /nologo /out:"$t/MSVCRT.lib" "$t/m.obj"
run() { "$MYLINK" "$@" 2>&1; }
cd "$t"
expect "LINK : warning LNK4098: defaultlib 'msvcrt' conflicts with use of other libs; use /NODEFAULTLIB:library
  why:   libcmt.lib (/MT) was asked for by c.obj, msvcrt.lib (/MD) by d.obj and 1 other; each has a heap of its own
  do:    compile all with the same option; or leave one out: /NODEFAULTLIB:msvcrt
  read:  tutorial, chapter 15 (A C and a C++ program: start-up, exceptions and unwind data); mylink /EXPLAIN:LNK4098" \
    run /explain /entry:c /subsystem:console /out:y.exe c.obj d.obj e.obj
expect '' run /nodefaultlib:msvcrt /entry:c /subsystem:console /out:y.exe c.obj d.obj e.obj
