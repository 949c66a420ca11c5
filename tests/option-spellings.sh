# option-spellings.sh - '/', '-', '--', any case, quotes, and GoLink's /console, /entry NAME and /fo FILE: the same image.
. tests/common.sh
mkobj "$t/a.obj" 'section .text' 'symbol other func' 'bytes 90 c3' 'symbol start func' 'bytes c3'
cd "$t"
mylink a.obj /ENTRY:start /SUBSYSTEM:CONSOLE /OUT:1.exe
mylink a.obj -entry:start -subsystem:console -out:2.exe
mylink a.obj --Entry:start --subsystem=console --out=3.exe
mylink a.obj '/entry:"start"' '/subsystem:"console"' '/out:"4.exe"'
mylink /console /entry start /fo 5.exe a.obj
mylink -out:6.exe a.obj /entry:other /entry:start /subsystem:windows /subsystem:console # the last one counts
for n in 2 3 4 5 6; do same 1.exe $n.exe; done
expect_field 1.exe OPTIONAL_HEADER.AddressOfEntryPoint 0x1002
# The next word is only taken when it cannot be an option.
expect_fail "LNK1146: no argument specified with option '/entry'" mylink a.obj /entry /console
