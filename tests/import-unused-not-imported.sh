# import-unused-not-imported.sh - a function that only discarded code refers to is not imported; a DLL of which nothing is left is
# not named in the image.
. tests/common.sh
asm $t/dll.obj 'section .text
global used, unused
used: mov eax, 5
    ret
unused: ret'
mylink /nologo /dll /noentry /export:used /export:unused /out:$t/dll.dll $t/dll.obj
cp $t/dll.obj $t/other.obj
mylink /nologo /dll /noentry /export:other=used /out:$t/other.dll $t/other.obj
mkobj $t/main.obj 'section .text flags=code,r,x' 'symbol start func' 'bytes 48 83 ec 28 e8' 'ref REL32 used' 'bytes 48 83 c4 28 c3' \
    'section .text$dead flags=code,r,x comdat=any' 'symbol dead func' 'bytes ff 25' 'ref REL32 __imp_unused' 'bytes e9' 'ref REL32 other'
mylink /nologo /entry:start /subsystem:console /opt:ref /out:$t/main.exe $t/main.obj $t/dll.lib $t/other.lib
expect_field $t/main.exe 'imports()' 'dll.dll!used'
run_both -x 5 $t/main.exe ''
mylink /nologo /entry:start /subsystem:console /opt:noref /out:$t/all.exe $t/main.obj $t/dll.lib $t/other.lib
expect_field $t/all.exe 'sorted(imports())' $'dll.dll!unused\ndll.dll!used\nother.dll!other'
