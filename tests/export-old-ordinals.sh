# export-old-ordinals.sh - an export without a name that gets another number than in the import library that is there: LNK4904.
. tests/common.sh
mkobj "$t/d.obj" 'section .text' 'symbol f func' 'bytes c3' 'symbol g func' 'bytes c3'
link() { mylink /nologo /dll /noentry /out:"$t/d.dll" "$t/d.obj" "$@" 2>&1; }
expect '' link /export:f,@3,NONAME /export:g,@5
expect '' link /export:f,@3,NONAME /export:g,@7
expect "d.lib : warning LNK4904: 'f' had ordinal 3 in this import library and has 4 now" \
    bash -c "cd $t && '$MYLINK' /nologo /dll /noentry /out:d.dll d.obj /export:f,@4,NONAME /export:g 2>&1"
# The new library has the new number.
expect '' link /export:f,@4,NONAME /export:g
