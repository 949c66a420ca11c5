# mycrt0-cookie-handler.sh - an exception that passes a checked function (/GS) whose cookie was overwritten ends the program
# before a handler is chosen; with the cookie intact the handler further up gets it.
. tests/common.sh
need clang
[ -e "$BIN/lib/x64/mycrt0.lib" ] || skip 'mycrt0.lib was not built'
clang=$(tool clang)
build() { # NAME CORRUPT FRAME: FRAME is plain, register or aligned
    local prolog cookie key data end
    # What cl writes for each kind of frame: how the cookie is stored, and what the unwind information says about it.
    case $3 in
    plain) prolog='sub $0x68, %rsp
        .seh_stackalloc 0x68' cookie='0x50(%rsp)' key='%rsp' data='.long 0x50 | 3' end='add $0x68, %rsp' ;;
    register) prolog='push %rbp
        .seh_pushreg %rbp
        sub $0x60, %rsp
        .seh_stackalloc 0x60
        lea 0x20(%rsp), %rbp
        .seh_setframe %rbp, 0x20' cookie='0x50(%rsp)' key='%rbp' data='.long 0x50 | 3' end='lea 0x40(%rbp), %rsp
        pop %rbp' ;;
    aligned) prolog='push %rbp
        .seh_pushreg %rbp
        sub $0xa0, %rsp
        .seh_stackalloc 0xa0
        lea 0x20(%rsp), %rbp
        .seh_setframe %rbp, 0x20' cookie='0x50(%r11)' key='%rbp' data='.long 0x50 | 7, 0x3f, 0x40' end='lea 0x80(%rbp), %rsp
        pop %rbp' ;;
    esac
    cat >"$t/$1.s" <<EOT
        .globl checked, start
        .def checked; .scl 2; .type 32; .endef
        .def start; .scl 2; .type 32; .endef
        .def outer; .scl 3; .type 32; .endef
        .text
checked:
        .seh_proc checked
        .seh_handler __GSHandlerCheck, @unwind, @except
        $prolog
        .seh_endprologue
        lea 0x3f(%rsp), %r11
        and \$-0x40, %r11
        mov __security_cookie(%rip), %rax
        xor $key, %rax
        mov %rax, $cookie
        .if $2
        incb $cookie
        .endif
        ud2
        $end
        ret
        .seh_handlerdata
        $data
        .text
        .seh_endproc
outer:                                  # a handler: the exception ends here
        sub \$0x28, %rsp
        mov \$7, %ecx
        call ExitProcess
start:
        .seh_proc start
        .seh_handler outer, @except
        sub \$0x28, %rsp
        .seh_stackalloc 0x28
        .seh_endprologue
        call checked
        nop
        add \$0x28, %rsp
        ret
        .seh_endproc
EOT
    "$clang" --target=x86_64-pc-windows-msvc -c -o "$t/$1.obj" "$t/$1.s"
    mylink /entry:start /subsystem:console /out:"$t/$1.exe" "$t/$1.obj" mycrt0.lib kernel32.lib
}
ends() { # CODE RUNNER EXE: the process ends with this code (of which a shell sees 8 bits)
    local code=0
    "$2" "$3" >/dev/null 2>&1 || code=$?
    [ $code = "$1" ] || fail "exit code $code instead of $1: $2 $3"
}
for frame in plain register aligned; do
    build $frame-good 0 $frame
    build $frame-bad 1 $frame
    run_both -x 7 "$t/$frame-good.exe" ''
    ends 9 myload "$t/$frame-bad.exe"
    if have_wine; then ends 9 wine_run "$t/$frame-bad.exe"; fi # C0000409h
done
