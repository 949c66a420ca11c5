# scale-memory.sh - the bound of SECURITY.md: 8 MB of memory, 100 bytes for each byte of objects, 4 kB for each export; for what costs most per byte.
# not under sanitizers: they need more memory
. tests/common.sh
have "${CC:-cc}" || skip 'no C compiler'
"${CC:-cc}" -O2 -o $t/stopwatch tests/bench/stopwatch.c
bounded() { # EXPORTS OPTION...: links a.obj, made of the lines on standard input; its errors do not matter here
    local exports=$1 bound words
    shift
    mkobj $t/a.obj
    bound=$(($(stat -c %s $t/a.obj) * 100 / 1024 + 8192 + 4 * exports))
    read -ra words < <("$t/stopwatch" "$MYLINK" /nologo /dll /noentry /noimplib /out:$t/x.dll "$@" $t/a.obj 2>/dev/null) || true
    [ "${words[2]-}" -gt 1000 ] || fail "no figure: ${words[*]-}"
    [ "${words[2]}" -le $bound ] || fail "${words[2]} kB of memory, more than $bound, for $(stat -c %s $t/a.obj) bytes: $(mydump /summary $t/a.obj | head -n 20)"
}
each() { awk "BEGIN { print \"section .data\\nsymbol d\"; for (i = 1; i <= $1; i++) printf \"$2\\n\", i, i }"; }
seq -f 'section s%.0f flags=data,r nosymbol
bytes 01' 1 60000 | bounded 0 /opt:noref
seq -f 'section .text$%.0f flags=code,r,x nosymbol
bytes c3' 1 60000 | bounded 0 /opt:noref /map
each 60000 'symbol c%d common=8' | bounded 0
each 60000 'symbol a%d abs=1' | bounded 0 /map
each 60000 'ref ADDR64 missing%d' | bounded 0
each 60000 'weak w%d=d' | bounded 0
each 60000 'directive /ALTERNATENAME:n%d=d' | bounded 0
each 60000 'directive /INCLUDE:n%d' | bounded 0
each 60000 'directive /DEFAULTLIB:n%d' | bounded 0
each 30000 'directive /MERGE:.a%d=.b%d' | bounded 0
each 60000 'directive /FAILIFMISMATCH:k%d=v' | bounded 0
each 60000 'directive /EXPORT:e%d=d,DATA' | bounded 60000
each 60000 'section .t comdat=any\nsymbol f%d\nbytes c3' | bounded 0 /opt:noref,icf
{ echo 'section .bss'; echo 'symbol d'; echo 'zeros 0x7fff0000'; } | bounded 0 /opt:noref
{ echo 'section x flags=bss,r,w'; echo 'symbol d'; echo 'zeros 100000000'; echo 'section x flags=data,r,w'; echo 'bytes 01'; } | bounded 0 /opt:noref # in the file
