# option-whole-archive.sh - /WHOLEARCHIVE:lib takes every member, whether the library is named as an input too or not.
. tests/common.sh
mkobj "$t/a.obj" 'section .text' 'symbol start func' 'bytes c3'
mkobj "$t/one.obj" 'section .text' 'symbol one func' 'bytes f1 f1 f1 f1'
mkobj "$t/two.obj" 'section .text' 'symbol two func' 'bytes f2 f2 f2 f2'
cd "$t"
"$MYLIB" /nologo /out:1.lib one.obj
"$MYLIB" /nologo /out:2.lib two.obj
text() { # WANT OPTION...
    local want=$1
    shift
    mylink a.obj /entry:start /subsystem:console /out:x.exe "$@"
    expect "$want" $python -c 'import pefile; pe = pefile.PE("x.exe"); print(pe.sections[0].get_data()[:pe.sections[0].Misc_VirtualSize].hex())'
}
need_pefile
text c3 1.lib 2.lib
text c3f1f1f1f1 1.lib 2.lib /wholearchive:1.lib
text c3f1f1f1f1 /wholearchive:1.lib 2.lib
text c3f1f1f1f1 /wholearchive:1.lib /wholearchive:1.lib 2.lib
text c3f2f2f2f2f1f1f1f1 2.lib 1.lib /wholearchive:1.lib /wholearchive:2.lib
text c3f1f1f1f1f2f2f2f2 1.lib 2.lib /wholearchive
# Libraries alone are a link, too; it is said that there is no object.
expect 'LINK : warning LNK4001: no object files specified; libraries used' eval 'mylink /wholearchive:1.lib /noentry /dll /out:y.dll 2>&1'
