# rare-function-padding.sh - /FUNCTIONPADMIN leaves room before each function, /NOFUNCTIONPADSECTION does not; as lld-link for /hotpatch objects.
. tests/common.sh

functions() { # MACHINE-WORD
    mkobj $t/$1.obj "machine $1" 'section .text$mn comdat=any align=1' 'symbol a func' 'bytes 90 90 c3' \
        'section .text$mn comdat=any align=16' 'symbol b func' 'bytes 90 c3' 'section .text$zz comdat=any align=1' 'symbol c func' 'bytes c3' \
        'section PAGE flags=code,r,x comdat=any align=1' 'symbol d func' 'bytes 66 90 c3' \
        'section .rdata comdat=any align=1' 'symbol k' 'bytes 01' 'section .rdata align=1' 'symbol where' 'ref ADDR32NB a' 'ref ADDR32NB b' \
        'ref ADDR32NB c' 'ref ADDR32NB d' 'ref ADDR32NB k'
}
places() { # MACHINE WANTED OPTION...: offsets of a b c from .text's start and of d from PAGE's
    local machine=$1 want=$2
    shift 2
    mylink $t/$machine.obj /dll /noentry /noimplib /export:where,DATA /out:$t/m.dll "$@"
    expect "$want" pe_field $t/m.dll '" ".join("%x" % (pe.get_dword_at_rva(pe.DIRECTORY_ENTRY_EXPORT.symbols[0].address + 4 * i) - section(n).VirtualAddress)
        for i, n in enumerate([".text", ".text", ".text", "PAGE"]))'
}
functions x64
places x64 '0 10 12 0'
places x64 '6 10 18 6' /functionpadmin
places x64 '6 10 18 6' /functionpadmin:6
places x64 '20 50 72 20' /functionpadmin:32
places x64 '0 10 12 0' /functionpadmin:0
places x64 '0 10 12 6' /functionpadmin /nofunctionpadsection:.text
places x64 '6 10 18 0' /functionpadmin /nofunctionpadsection:PAGE
places x64 '6 10 12 0' /functionpadmin /nofunctionpadsection:PAGE '/nofunctionpadsection:.text$zz'
places x64 '6 10 18 6' /functionpadmin
expect 'cc cc cc cc cc cc 90 90 c3 cc cc cc cc cc cc cc 90 c3 cc cc cc cc cc cc c3' pe_field $t/m.dll 'pe.get_data(section(".text").VirtualAddress, 25).hex(" ")'

mkobj $t/x86.obj 'machine x86' 'section .text$mn comdat=any align=1' 'symbol _a func' 'bytes 90 90 c3'
mylink $t/x86.obj /dll /noentry /noimplib /export:a /functionpadmin /out:$t/m32.dll
expect_field $t/m32.dll 'pe.DIRECTORY_ENTRY_EXPORT.symbols[0].address - section(".text").VirtualAddress' 0x5
mkobj $t/arm64.obj 'machine arm64' 'section .text$mn comdat=any align=4' 'symbol a func' 'bytes c0 03 5f d6'
expect_fail "LINK : fatal error LNK1117: syntax error in option 'FUNCTIONPADMIN'" mylink $t/arm64.obj /dll /noentry /functionpadmin /out:$t/x.dll
mylink $t/arm64.obj /dll /noentry /noimplib /export:a /functionpadmin:8 /out:$t/ma.dll
expect_field $t/ma.dll 'pe.DIRECTORY_ENTRY_EXPORT.symbols[0].address - section(".text").VirtualAddress' 0x8
expect_fail "syntax error in option 'functionpadmin:lots'" mylink $t/x64.obj /dll /noentry /functionpadmin:lots /out:$t/x.dll

# The same distances as lld-link's for an object that the compiler made for it. (lld-link pads no other objects, and pads also
# before the empty .text section that every object of clang begins with.)
need clang lld-link
put $t/hot.c <<'C'
int f(int x) { return x + 1; }
int g(int x) { return f(x) * 3; }
int h(int x) { return g(x) - f(x); }
C
"$(tool clang)" --driver-mode=cl --target=x86_64-pc-windows-msvc /c /O1 /Gy /Z7 /hotpatch /Fo$t/hot.obj -- $t/hot.c
words="$t/hot.obj /dll /noentry /nodefaultlib /implib:$t/x.lib /export:f /export:g /export:h /functionpadmin:24 /opt:noref,noicf"
addresses='[s.address - pe.DIRECTORY_ENTRY_EXPORT.symbols[0].address for s in pe.DIRECTORY_ENTRY_EXPORT.symbols]'
mylink $words /out:$t/hot.dll
"$(tool lld-link)" $words /out:$t/lld.dll
expect "$(pe_field $t/lld.dll "$addresses")" pe_field $t/hot.dll "$addresses"
