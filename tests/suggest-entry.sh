# suggest-entry.sh - no entry point: what was looked for, and the functions that the program could start with.
. tests/common.sh
mkobj "$t/a.obj" 'section .text' 'symbol helper func' 'bytes c3' 'symbol start func' 'bytes c3'
fails() { expect_fail "$1" "$MYLINK" /explain /out:"$t/a.exe" "${@:2}"; }
fails 'LINK : fatal error LNK1561: entry point must be defined
  why:   none of main, wmain, WinMain, wWinMain and their start-up functions (mainCRTStartup ...) is defined
  do:    /ENTRY:start (the objects define start, helper)
  read:  tutorial, chapter 11 (How the loader starts your program); mylink /EXPLAIN:LNK1561' "$t/a.obj"
# With a subsystem link.exe goes for its start-up function.
fails 'LINK : error LNK2001: unresolved external symbol mainCRTStartup
  why:   a console program starts at mainCRTStartup, a function of the C run-time library, which calls main
  do:    /ENTRY:start (the objects define start, helper), or add the C run-time library (or mylink'"'"'s own mycrt0.lib)' \
    /subsystem:console "$t/a.obj"
fails 'LINK : error LNK2001: unresolved external symbol WinMainCRTStartup
  why:   a Windows program starts at WinMainCRTStartup, a function of the C run-time library, which calls WinMain' /subsystem:windows "$t/a.obj"
fails 'LINK : error LNK2001: unresolved external symbol Start
  why:   the command line asks for it: /ENTRY:Start
  do:    did you mean /ENTRY:start? a.obj defines it' /entry:Start "$t/a.obj"
fails 'LINK : error LNK2001: unresolved external symbol begin
  why:   the command line asks for it: /ENTRY:begin
  do:    /ENTRY:start (the objects define start, helper)' /entry:begin "$t/a.obj"
fails 'LINK : error LNK2001: unresolved external symbol _DllMainCRTStartup
  why:   a DLL starts at _DllMainCRTStartup, a function of the C run-time library, which calls DllMain
  do:    /NOENTRY when nothing is to be done at the start, /ENTRY:DllMain to be called directly, or add the C run-time library' /dll "$t/a.obj"
mkobj "$t/d.obj" 'section .data' 'bytes 00'
fails '  do:    /ENTRY:name, or /DLL /NOENTRY; no object defines a function' "$t/d.obj"
# The start-up code wants the other main.
mkobj "$t/crt.obj" 'section .text' 'symbol mainCRTStartup func' 'ref REL32 main' 'bytes c3'
mkobj "$t/win.obj" 'section .text' 'symbol WinMain func' 'bytes c3'
fails '  why:   the start-up code of a console program calls main; win.obj defines WinMain
  do:    /SUBSYSTEM:WINDOWS' /subsystem:console "$t/crt.obj" "$t/win.obj"
# Without /SUBSYSTEM it follows from what the program defines, and /VERBOSE says so.
mkobj "$t/c.obj" 'section .text' 'symbol WinMain func' 'symbol WinMainCRTStartup func' 'bytes c3'
expect_line '    Subsystem Windows GUI, inferred' "$MYLINK" /verbose /out:"$t/w.exe" "$t/c.obj"
