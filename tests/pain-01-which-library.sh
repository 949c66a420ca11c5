# pain-01-which-library.sh - an API name is undefined: the message says which DLL has it and which library to add; adding it, or /AUTOIMPORT, links.
. tests/common.sh
asm "$t/a.obj" <<'END'
default rel
global start
extern InitCommonControls
section .text
start:  sub rsp, 40
        call InitCommonControls
        xor eax, eax
        add rsp, 40
        ret
END
expect_fail 'a.obj : error LNK2019: unresolved external symbol InitCommonControls referenced in function start
  where: .text+0x5
  bytes: e8 [00 00 00 00]      call InitCommonControls
  why:   no object or library on the command line defines it
  do:    add comctl32.lib (InitCommonControls is in COMCTL32.dll), or let /AUTOIMPORT find it' \
    "$MYLINK" /explain /entry:start /subsystem:console /out:"$t/a.exe" "$t/a.obj"
mylink /entry:start /subsystem:console /out:"$t/a.exe" "$t/a.obj" comctl32.lib
expect 'COMCTL32.dll!InitCommonControls' pe_field "$t/a.exe" 'imports()'
mylink /autoimport /entry:start /subsystem:console /out:"$t/b.exe" "$t/a.obj"
same "$t/a.exe" "$t/b.exe"
