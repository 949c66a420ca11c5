# lib-duplicates.sh - a name defined by several members: the index has the strongest, the first of equals; only real ones are warned of.
. tests/common.sh
nm=$(tool llvm-nm)
cd $t
index() { $nm --print-armap x.lib 2>/dev/null | sed -n '/^Archive map/,/^$/s/ in / /p' | LC_ALL=C sort | tr '\n' ';'; }
lib() { "$MYLIB" /nologo /out:x.lib "$@" 2>&1; }
mkobj strong.obj 'section .text' 'symbol f' 'bytes c3' 'symbol only_strong'
mkobj other.obj 'section .text' 'symbol f' 'bytes c3' 'symbol only_other'
mkobj comdat.obj 'section .text$mn comdat=any' 'symbol f' 'bytes c3'
mkobj common.obj 'symbol f common=4' 'section .text' 'symbol only_common'
mkobj weak.obj 'section .text' 'symbol only_weak' 'weak f=only_weak'
expect 'other.obj : warning LNK4006: f already defined in strong.obj; second definition ignored' lib strong.obj other.obj
expect 'f strong.obj;only_other other.obj;only_strong strong.obj;' index
expect '' lib weak.obj common.obj
expect 'f common.obj;only_common common.obj;only_weak weak.obj;' index
expect 'comdat.obj : warning LNK4221: This object file does not define any previously undefined public symbols, so it will not be used by any link operation that consumes this library' lib weak.obj strong.obj comdat.obj
expect 'f strong.obj;only_strong strong.obj;only_weak weak.obj;' index
# Two copies of a COMDAT function are how inline functions work.
cp comdat.obj comdat2.obj
expect 'comdat2.obj : warning LNK4221: This object file does not define any previously undefined public symbols, so it will not be used by any link operation that consumes this library' lib comdat.obj comdat2.obj
expect 'f comdat.obj;' index
# Import libraries merge without a word about the descriptor that each of them has.
for dll in one two; do
    printf "LIBRARY $dll.dll\nEXPORTS $dll\n" >$dll.def
    mylib /nologo /noexp /def:$dll.def /machine:x64 /out:$dll.lib
done
expect '' lib one.lib two.lib
expect 'one one.dll;two two.dll;' eval "$nm --print-armap x.lib 2>/dev/null | sed -n '/^Archive map/,/^\$/s/ in / /p' | grep -v -e _ | tr '\n' ';'"
