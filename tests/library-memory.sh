# library-memory.sh - a library costs memory for what is needed of it, not for the pages that the system maps around that.
# not under sanitizers: they need more memory
. tests/common.sh
have "${CC:-cc}" || skip 'no C compiler'
"${CC:-cc}" -O2 -o $t/stopwatch tests/bench/stopwatch.c
# 640 members of 14 KB; every eighth is needed. Behind them come tables for many sections, for which more memory is needed.
for i in $(seq 640); do
    mkobj $t/m$i.obj "section .data\$m$i" "symbol m$i" "fill 14000 $(printf %02x $((i % 256)))"
done
(cd $t && mylib /nologo /out:m.lib m[0-9].obj m[0-9][0-9].obj m[0-9][0-9][0-9].obj)
needed=$(seq 8 8 640)
{
    seq -f 'section .text$%.0f flags=code,r,x nosymbol
bytes c3' 1 60000
    printf 'section .data\nsymbol all\n'
    for i in $needed; do echo "ref ADDR64 m$i"; done
} | mkobj $t/main.obj
memory() { # FILE...: kB at the most
    local words
    read -ra words < <("$t/stopwatch" "$MYLINK" /nologo /dll /noentry /noimplib /opt:noref /out:$t/x.dll $t/main.obj "$@")
    [ "${words[2]-}" -gt 1000 ] || fail "no figure: ${words[*]-}"
    echo "${words[2]}"
}
library=$(memory $t/m.lib)
mv $t/x.dll $t/library.dll
# shellcheck disable=SC2046,SC2086 # lists of words
objects=$(memory $(printf "$t/m%d.obj " $needed))
same $t/library.dll $t/x.dll
[ $((library - objects)) -le 2048 ] || fail "$library kB of memory with the library, $objects with the same members as objects"
