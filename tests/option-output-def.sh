# option-output-def.sh - /OUTPUT-DEF writes the exports as a .def file that makes the same import library; /INCLUDEOPTIONAL takes a name only when a library has it.
. tests/common.sh
cd "$t"
mkobj d.obj 'section .text' 'symbol add func' 'bytes c3' 'symbol inner func' 'bytes c3' 'section .data' 'symbol counter' 'zeros 4'
"$MYLINK" /nologo /dll /noentry /out:my.dll d.obj /export:add,@7 /export:outer=inner /export:counter,DATA /export:quiet=inner,@9,NONAME \
    /export:far=KERNEL32.Sleep /export:hidden=inner,PRIVATE /output-def:my.def
expect 'LIBRARY "my.dll"
EXPORTS
    add @7
    outer = inner @13
    counter @10 DATA
    quiet = inner @9 NONAME
    far = KERNEL32.Sleep @11
    hidden = inner @12 PRIVATE' cat my.def
cp my.lib first.lib
mylib /nologo /noexp /machine:x64 /def:my.def /out:second.lib
same first.lib second.lib
"$MYLINK" /nologo /dll /noentry /out:again.dll d.obj /def:my.def
exports() { "$MYDUMP" /exports "$1" | grep -E '^ +[0-9]+ '; }
same <(exports my.dll) <(exports again.dll)
"$MYLINK" -flavor gnu -m i386pep -shared -o g.dll d.obj --output-def g.def -e add
grep -q '    add @' g.def

mkobj m.obj 'section .text' 'symbol extra func' 'bytes c3'
mylib /nologo /out:m.lib m.obj
mkobj main.obj 'section .text' 'symbol start func' 'bytes c3'
for pair in 'extra yes' 'missing no'; do
    "$MYLINK" /entry:start /subsystem:console /includeoptional:${pair% *} /map /out:a.exe main.obj m.lib
    if grep -q extra a.map; then got=yes; else got=no; fi
    [ $got = ${pair#* } ] || fail "/includeoptional:$pair"
done
