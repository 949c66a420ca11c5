# image-stub.sh - /STUB puts another MS-DOS program in front; what cannot be one is refused.
. tests/common.sh
asm $t/a.obj 'global start
extern ExitProcess
section .text
start:
    sub rsp, 40
    mov ecx, 3
    call ExitProcess'
mylink /entry:start /subsystem:console /out:$t/plain.exe $t/a.obj kernel32.lib
# A stub of our own: the usual header, and a program that is longer than the usual one.
head -c 64 $t/plain.exe >$t/stub.exe
printf '\xb8\x00\x4c\xcd\x21 another stub program, of an odd length, for DOS users only' >>$t/stub.exe
mylink /entry:start /subsystem:console /stub:$t/stub.exe /out:$t/a.exe $t/a.obj kernel32.lib
size=$(stat -c %s $t/stub.exe)
expect_field $t/a.exe "bytes(pe.__data__[64:$size]) == open('$t/stub.exe', 'rb').read()[64:]" True
expect_field $t/a.exe "DOS_HEADER.e_lfanew == ($size + 7) // 8 * 8" True
run_both -x 3 $t/a.exe ''

printf 'MZ too short' >$t/short.exe
{ printf 'ZM'; head -c 100 /dev/zero; } >$t/other.exe
for stub in short other; do
    expect_fail "$stub.exe : fatal error LNK1107: invalid or corrupt file: not an MS-DOS program that can carry a PE image" \
        "$MYLINK" /entry:start /subsystem:console /stub:$t/$stub.exe /out:$t/b.exe $t/a.obj kernel32.lib
done
expect_fail LNK1104 "$MYLINK" /entry:start /subsystem:console /stub:$t/none.exe /out:$t/b.exe $t/a.obj kernel32.lib
