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
expect_line "LINK : fatal error LNK1104: cannot open file 'stdc++.lib'" explained -e start a.o -lstdc++ -L libs
expect_line "  why:   for -lstdc++ the linker looked in the current folder, libs (no such folder), and among mylink's own import libraries: libstdc++.dll.a, libstdc++.a, stdc++.lib and their like" \
    explained -e start a.o -lstdc++ -L libs
expect_line '  do:    it comes with mingw-w64: let its gcc or g++ link (x86_64-w64-mingw32-g++), or name the folder of its libraries with -L folder' \
    explained -e start a.o -lstdc++ -L libs
explained -e start a.o -lkernel32
[ -f a.exe ]
