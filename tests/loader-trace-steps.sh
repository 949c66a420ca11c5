# loader-trace-steps.sh - standard output is the program's alone; --trace tells the five steps on standard error, in their order, with
# the addresses at which everything then lies.
. tests/common.sh
asm $t/hello.obj <<'END'
default rel
extern GetStdHandle, WriteFile, ExitProcess
section .text
global start
start:
    sub rsp, 56
    mov ecx, -11
    call GetStdHandle
    mov rcx, rax
    lea rdx, [text]
    mov r8d, 6
    lea r9, [rsp + 48]
    mov qword [rsp + 32], 0
    call WriteFile
    mov ecx, 7
    call ExitProcess
section .rdata rdata
text: db "hello", 10
END
mylink /nologo /entry:start /subsystem:console /dynamicbase:no /out:$t/hello.exe $t/hello.obj kernel32.lib
run_both -x 7 $t/hello.exe hello
"$MYLOAD" $t/hello.exe >$t/out 2>$t/err || [ $? = 7 ]
[ "$(cat $t/out)" = hello ] && [ ! -s $t/err ] || fail 'without options something else was said'
"$MYLOAD" --trace $t/hello.exe >$t/out 2>$t/trace || [ $? = 7 ]
[ "$(cat $t/out)" = hello ] || fail '--trace wrote to standard output'
steps=$(sed -En 's/^\[([a-z]+)\].*/\1/p' $t/trace | uniq | tr '\n' ' ')
[ "$steps" = 'map rebase search map search map search bind start end ' ] || fail "steps: $steps"
grep -qx '\[map\]      .text    at 0x140001000, 0x1000 bytes: read and execute' $t/trace || fail 'no line about .text'
grep -qx '\[rebase\] hello.exe: at its preferred base, nothing to patch' $t/trace || fail 'no line about the base'
grep -qE '^\[bind\]     kernel32.dll!WriteFile: RVA 0x[0-9a-f]+, address 0x[0-9a-f]+, hint [0-9]+ was (right|wrong: searched by name)$' $t/trace || fail 'no line about WriteFile'
grep -qE '^\[start\]  hello.exe: entry point 0x140001000 \(RVA 0x1000\) on thread [0-9]+$' $t/trace || fail 'no line about the entry point'
grep -qx '\[end\]    the process ends with exit code 7 (0x7)' $t/trace || fail 'no line about the end'
