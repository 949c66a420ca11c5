# pain-05-entry-point.sh - no entry point: the names that were looked for, the functions that are there, and the words to type; they work.
. tests/common.sh
asm "$t/a.obj" <<'END'
global start, helper
section .text
start:  mov eax, 9
        ret
helper: ret
END
fails() { expect_fail "$1" "$MYLINK" /explain /out:"$t/a.exe" "${@:2}"; }
fails 'LINK : fatal error LNK1561: entry point must be defined
  why:   none of main, wmain, WinMain, wWinMain and their start-up functions (mainCRTStartup ...) is defined
  do:    /ENTRY:start (the objects define start, helper)' "$t/a.obj"
mylink /ENTRY:start /out:"$t/a.exe" "$t/a.obj"
run_both -x 9 "$t/a.exe" ''
rm "$t/a.exe"
# With a subsystem: link.exe's words.
fails "LINK : error LNK2001: unresolved external symbol mainCRTStartup
  why:   a console program starts at mainCRTStartup, a function of the C run-time library, which calls main
  do:    /ENTRY:start (the objects define start, helper), or add the C run-time library (or mylink's own mycrt0.lib)" /subsystem:console "$t/a.obj"
fails "LINK : error LNK2001: unresolved external symbol WinMainCRTStartup
  why:   a Windows program starts at WinMainCRTStartup, a function of the C run-time library, which calls WinMain
  do:    /ENTRY:start (the objects define start, helper), or add the C run-time library (or mylink's own mycrt0.lib)" /subsystem:windows "$t/a.obj"
fails '  do:    did you mean /ENTRY:start? a.obj defines it' /entry:Start /subsystem:console "$t/a.obj"
# A program with wmain: no library at hand starts it, and none is promised.
mkobj "$t/w.obj" 'section .text' 'symbol wmain func' 'bytes c3'
fails '  do:    /ENTRY:wmain (the objects define wmain), or add the C run-time library
' "$t/w.obj"
# x86: the start-up code wants WinMain@16, the program has main.
mkobj "$t/crt.obj" 'machine x86' 'section .text' 'symbol _WinMainCRTStartup func' 'ref REL32 _WinMain@16' 'bytes c3'
mkobj "$t/m.obj" 'machine x86' 'section .text' 'symbol _main func' 'bytes c3'
fails 'crt.obj : error LNK2019: unresolved external symbol _WinMain@16 referenced in function _WinMainCRTStartup' /subsystem:windows "$t/crt.obj" "$t/m.obj"
fails '  why:   the start-up code of a Windows program calls WinMain; m.obj defines main
  do:    /SUBSYSTEM:CONSOLE' /subsystem:windows "$t/crt.obj" "$t/m.obj"
