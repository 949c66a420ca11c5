# message-terminal.sh - reasons and colours on a terminal; neither in a pipe; NO_COLOR and the options are honoured.
. tests/common.sh
have script || skip 'script (package bsdutils) is not installed'
script -qc true /dev/null </dev/null >/dev/null 2>&1 || skip 'no pseudo-terminal can be opened here (is /dev/pts mounted?)'
on_terminal() { script -qc "$1" /dev/null </dev/null | tr -d '\r'; } # COMMAND, whose failure does not matter
export TERM=xterm
link="$MYLINK /entry:none /subsystem:console /out:$t/a.exe a.obj"
cd "$t"
mkobj a.obj 'section .text' 'symbol start func' 'bytes c3'
red=$(printf '\033[1mLINK\033[0m : \033[1;31merror\033[0m LNK2001: unresolved external symbol none')
plain='LINK : error LNK2001: unresolved external symbol none'
why='  why:   the command line asks for it: /ENTRY:none'
expect_line "$red" on_terminal "$link"
expect_line "$why" on_terminal "$link"
expect_line "$plain" on_terminal "NO_COLOR=1 $link"
expect_line "$why" on_terminal "NO_COLOR=1 $link"
expect_line "$red" on_terminal "NO_COLOR= $link"
expect_line "$plain" on_terminal "TERM=dumb $link"
expect_line "$plain" on_terminal "$link /no-color-diagnostics"
expect_line "$plain" on_terminal "$link -color-diagnostics:never"
in_pipe() { "$@" 2>&1 || true; }
expect "$plain
a.exe : fatal error LNK1120: 1 unresolved externals" in_pipe "$MYLINK" /entry:none /subsystem:console /out:a.exe a.obj
expect_line "$red" in_pipe "$MYLINK" /entry:none /subsystem:console /color-diagnostics /out:a.exe a.obj
# Many errors: twenty are shown, the rest is counted.
lines=('section .text' 'symbol start func')
for i in $(seq 1 30); do lines+=("ref REL32 missing_$i"); done
mkobj many.obj "${lines[@]}"
in_pipe "$MYLINK" /entry:start /out:a.exe many.obj >out
[ "$(grep -c 'error LNK2019' out)" = 20 ] || fail 'not 20 errors'
expect_line 'LINK : note: 10 more errors are not shown; /ERRORLIMIT:0 shows all' cat out
expect_line 'a.exe : fatal error LNK1120: 30 unresolved externals' cat out
in_pipe "$MYLINK" /errorlimit:0 /entry:start /out:a.exe many.obj >out
[ "$(grep -c 'error LNK2019' out)" = 30 ] || fail 'not 30 errors'
