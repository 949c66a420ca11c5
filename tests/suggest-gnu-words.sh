# suggest-gnu-words.sh - on a command line in GNU style the advice is in ld's words.
. tests/common.sh
asm "$t/a.o" <<'END'
default rel
global start
extern ExitProcess
section .text
start:  call ExitProcess
END
cd "$t"
explained() { "$MYLINK" -flavor gnu -m i386pep --explain -o a.exe "$@" 2>&1 || true; }
expect_line '  do:    add -lkernel32 (ExitProcess is in KERNEL32.dll)' explained -e start a.o
expect_line "  why:   a program starts at mainCRTStartup, which is in mingw-w64's start-up object crt2.o" explained a.o -lkernel32
expect_line "  do:    -e start (the objects define start), or let gcc or clang call the linker: they add mingw-w64's start-up objects and libraries" explained a.o -lkernel32
expect_line '  do:    did you mean -e start? a.o defines it' explained -e Start a.o -lkernel32
expect_line '  do:    check the spelling, or whether the compiler made it; other folders can be named with -L folder' explained b.o
explained -e start a.o -lkernel32
[ -f a.exe ]
