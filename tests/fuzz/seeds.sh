# seeds.sh - makes inputs to begin with: small files of every kind, sound and broken in the ways that readers know.
#
#   bash tests/fuzz/seeds.sh FOLDER         FOLDER/object/... FOLDER/archive/... , a folder for each fuzzer; made anew
#
# The images have each table once. FOLDER/../lib is where the linker under test finds "its own" libraries, for its hints: one small
# one for each machine, as to read the real ones would take three quarters of the time.
. tests/common.sh

out=$1
rm -rf "$out"
mkdir -p "$out"/{object,archive,import,def,res,response,directives,manifest,names,image-dump,image-load,image-edit,link}

# ---- Objects
o=$out/object
for machine in x64 x86 arm64; do
    mkobj "$o/$machine.obj" "machine $machine" 'section .text' 'symbol start func' 'bytes 90 90 90 90 c3' 'section .data' \
        'symbol a_longer_name' 'zeros 8' 'section .bss' 'zeros 64' 'symbol b' 'section .a_long_section' 'bytes 01'
done
mkobj "$o/relocs.obj" 'section .text' 'symbol start func' 'ref REL32 other' 'ref ADDR64 start' 'ref ADDR32NB start' \
    'ref SECTION start' 'ref SECREL start' 'ref REL32_4 start'
mkobj "$o/relocs86.obj" 'machine x86' 'section .text' 'symbol start func' 'ref REL32 other' 'ref DIR32 start' 'ref DIR32NB start' 'ref SECREL7 start'
mkobj "$o/relocsarm.obj" 'machine arm64' 'section .text' 'symbol start func' 'ref BRANCH26 other' 'ref ADDR64 start' \
    'ref PAGEBASE_REL21 start' 'ref PAGEOFFSET_12A start' 'ref PAGEOFFSET_12L start' 'ref BRANCH19 start' 'ref REL32 start'
mkobj "$o/comdat.obj" 'section .text$x comdat=any' 'symbol f func' 'bytes c3' 'section .data$v comdat=largest' 'symbol v' 'bytes 01' \
    'section .xdata comdat=assoc:.text$x' 'bytes 00' 'section .r comdat=same_size' 'symbol r' 'bytes 02'
mkobj "$o/weak.obj" 'section .text' 'symbol f func' 'bytes c3' 'weak w=f' 'weak v=f search=library' 'symbol c common=16' 'symbol k abs=5'
mkobj "$o/big.obj" bigobj 'section .text' 'symbol start func' 'bytes c3' 'ref REL32 start' 'weak w=start'
mkobj "$o/directive.obj" 'directive /EXPORT:f /DEFAULTLIB:x' 'section .text' 'symbol f func' 'bytes c3'
mkobj "$o/overflow.obj" 'section .text flags=code,r,x,overflow' 'symbol f func' 'zeros 4' 'reloc 0 REL32 f' \
    'set section..text.reloc_count=0xffff' 'set reloc..text.0.off=0x10000'
mkobj "$o/debug.obj" 'section .debug$S flags=data,r,discard' 'bytes 04 00 00 00 f1 00 00 00 04 00 00 00 02 00 00 00' 'section .debug$T flags=data,r' \
    'bytes 04 00 00 00 02 00 01 10'
mkobj "$o/sxdata.obj" 'machine x86' 'section .sxdata flags=info' 'bytes 00 00 00 00' 'section .text' 'symbol h func' 'bytes c3' 'symbol @feat.00 abs=1 static'
printf 'void g(void); int x; static int t(int a) { try_again: if (a > 3) g(); else { x++; } return a; } int f(int a) { return t(a) + x; }\n' >"$t/c.c"
for triple in x86_64-pc-windows-msvc i686-pc-windows-msvc aarch64-pc-windows-msvc; do
    c_msvc_for $triple "$o/c-$triple.obj" -ffunction-sections -fasynchronous-unwind-tables <"$t/c.c"
done
c_msvc "$o/guard.obj" -Xclang -cfguard <<<'void f(void) {} void (*p)(void) = f; void start(void) { p(); }'

# ---- Libraries and import records
a=$out/archive
cp "$o/x64.obj" "$t/one.obj" && cp "$o/weak.obj" "$t/a_name_longer_than_16_bytes.obj"
mylib /nologo "/out:$a/two.lib" "$t/one.obj" "$t/a_name_longer_than_16_bytes.obj"
put "$t/k.def" <<<'LIBRARY k.dll
EXPORTS
f
g @7 NONAME
d DATA'
for machine in x64 x86 arm64; do mylib /nologo /noexp "/machine:$machine" "/def:$t/k.def" "/out:$a/implib-$machine.lib"; done
for machine in x64 x86 arm64; do
    mkdir -p "$out/../lib/$machine" && cp "$a/implib-$machine.lib" "$out/../lib/$machine/k.lib"
done
rm -f "$a/gnu.a" && ar rc "$a/gnu.a" "$t/one.obj" "$t/a_name_longer_than_16_bytes.obj"
(cd "$t" && ar rcT thin.a one.obj && cp thin.a "$a/thin.a")
printf '!<arch>\n' >"$a/empty.lib"
i=$out/import
mkdir "$t/members"
hex "$i/name" '00 00 ff ff 00 00 64 86 00 00 00 00 04 00 00 00 00 00 04 00 66 00 6b 00'
hex "$i/ordinal" '00 00 ff ff 00 00 64 86 00 00 00 00 04 00 00 00 07 00 00 00 66 00 6b 00'
hex "$i/data" '00 00 ff ff 00 00 64 86 00 00 00 00 04 00 00 00 00 00 05 00 66 00 6b 00'
hex "$i/undecorate" '00 00 ff ff 00 00 4c 01 00 00 00 00 07 00 00 00 00 00 0c 00 5f 66 40 34 00 6b 00'
hex "$i/exportas" '00 00 ff ff 00 00 64 86 00 00 00 00 06 00 00 00 00 00 10 00 66 00 6b 00 67 00'
hex "$i/unended" '00 00 ff ff 00 00 64 86 00 00 00 00 03 00 00 00 00 00 04 00 66 00 6b'
for file in "$i"/*; do # each as a member, too
    printf '!<arch>\n%-16s%-12s%-6s%-6s%-8s%-10s`\n' k.dll/ 0 '' '' 0 "$(stat -c %s "$file")" >"$a/import-$(basename "$file").lib"
    cat "$file" >>"$a/import-$(basename "$file").lib"
done

# ---- .def, .res, response files, directives, manifests
d=$out/def
cp "$t/k.def" "$d/exports.def"
printf 'NAME a.exe BASE=0x400000\nSTACKSIZE 0x1000,0x100\nHEAPSIZE 4096\nVERSION 1.2\nSTUB "x.exe"\nDESCRIPTION "text"\n' >"$d/name.def"
printf 'LIBRARY\r\nEXPORTS\r\n a=b @1\r\n b=c.d\r\n c=e.#3 PRIVATE\r\n "q q" CONSTANT\r\n x==y\r\n z EXPORTAS w\r\n' >"$d/forms.def"
printf 'SECTIONS\n.text READ EXECUTE\n.data READ WRITE SHARED\n; comment\n' >"$d/sections.def"
printf '\377\376E\0X\0P\0O\0R\0T\0S\0\n\0f\0' >"$d/utf16.def"
head='00000000 20000000 ffff0000 ffff0000 00000000 00000000 00000000 00000000'
hex "$out/res/number.res" "$head 04000000 20000000 ffff0a00 ffff0100 00000000 30000904 00000000 00000000 61626364"
hex "$out/res/names.res" "$head 02000000 24000000 4100 4200 0000 4c00 0000 0000 00000000 30000904 00000000 00000000 61620000"
hex "$out/res/manifest.res" "$head 04000000 20000000 ffff1800 ffff0100 00000000 30000904 00000000 00000000 3c612f3e"
hex "$out/res/icon.res" "$head 06000000 20000000 ffff0e00 ffff0100 00000000 30000904 00000000 00000000 000001000000 0000"
hex "$out/res/zero.res" "$head 00000000 00000000 ffff0a00 ffff0100"
r=$out/response
printf '/out:a.exe "b c.obj" ; comment\r\n@fuzz.rsp\n' >"$r/self.rsp"
printf "a\\\\\\\"b '\\\\ c' \"\" \"\"\"\" \"open" >"$r/quotes.rsp"
printf '\377\376/\0d\0l\0l\0 \0a\0' >"$r/utf16.rsp"
printf '\377\376\075\330\000\336' >"$r/pair.rsp"
x=$out/directives
printf '/EXPORT:f,DATA /EXPORT:g=h,@3,NONAME -export:i /DEFAULTLIB:"lib cmt" /INCLUDE:f /ALTERNATENAME:a=b ' >"$x/names"
printf '/MERGE:.a=.b /SECTION:.c,RWE,ALIGN=32 /ALIGNCOMM:f,4 /FAILIFMISMATCH:"k=v" /ENTRY:f /STACK:1,2 /SUBSYSTEM:CONSOLE,6.0' >"$x/layout"
printf '/OUT:x /DEF:y /FORCE @z word /GUARDSYM:f,S /MANIFESTDEPENDENCY:"type=%swin32%s" -exclude-symbols:a,b' "'" "'" >"$x/refused"
m=$out/manifest
printf '<?xml version="1.0"?>\n<assembly xmlns="urn:a" xmlns:b="urn:b"><b:c d="e&amp;&#65;" b:f="g">text<!-- c --></b:c><h/></assembly>' >"$m/a"
printf '<a><b xmlns="x"/><![CDATA[<]]></a>' >"$m/b"

# ---- C++ names
n=$out/names
printf '%s\n' '?area@Shape@geo@@QEBAHNZZ' '??0?$Vec@H@geo@@QEAA@XZ' '?f@@YAXP6AHN@ZP8A@@EBAHH@ZPEQA@@H@Z' '?g@@YAP6AXN@ZH@Z' '?f@@YAXAEAY134H@Z' \
    '?f@@YA?AVA@@W4E@1@@Z' '?c@geo@@3HB' '??_7A@@6B@' '?x@?1??f@@YAXXZ@4HA' '?f@@YAXPEAUB@@0PEAUC@@1@Z' '??BShape@@QEBAHXZ' >"$n/microsoft"
printf '%s\n' _ZNK3geo5Shape4areaEdRKS0_ _ZN1AC2ERKS_ _Z1fIiEvT_ _ZSt4cout _ZTV1A _Z1fPFvdE _Z1fM1AKFivE _ZN1AcvT_IiEEv _Z1fRA4_A5_i \
    _ZNSt6vectorIiSaIiEE9push_backEOi _Z1fIJidEEvDpT_ _ZZ1fvE1x _ZGVZ1fvE1x _ZN12_GLOBAL__N_11fEv _Z1fILi5ELb1EEvv _ZUlvE_ >"$n/itanium"

# ---- Images: as small as they come, with each table
image() { mylink /nologo /noimplib "$@"; }
g=$out/image-dump
mkobj "$t/code.obj" 'section .text' 'symbol start func' 'bytes c3' 'section .data' 'symbol v' 'ref ADDR64 start' 'ref ADDR64 v'
image /entry:start /subsystem:console "/out:$g/plain.exe" "$t/code.obj"
image /dll /noentry /export:start /export:v,data,@5 /export:o=start,@7,NONAME /export:w=other.x "/out:$g/exports.dll" "$t/code.obj"
c_msvc "$t/tables.obj" -fasynchronous-unwind-tables <<<'__declspec(dllimport) int f(int); __declspec(dllimport) int g(int);
char tls_data[16]; unsigned tls_index; void callback(void *a, unsigned b, void *c) {} void *callbacks[2] = {callback, 0};
struct { void *start, *end; void *index, *list; unsigned zero, flags; } _tls_used = {tls_data, tls_data + 16, &tls_index, callbacks};
int start(int x) { return f(x) + g(x); }'
image /entry:start /subsystem:console /include:_tls_used /brepro "/out:$g/tables.exe" "$t/tables.obj" "$a/implib-x64.lib"
mkobj "$t/imports.obj" 'section .text' 'symbol start func' 'bytes ff 15' 'ref REL32 __imp_f' 'bytes ff 15' 'ref REL32 __imp_g' 'bytes c3'
image /entry:start /subsystem:console "/out:$g/imports.exe" "$t/imports.obj" "$a/implib-x64.lib"
mkobj "$t/kernel.obj" 'section .text' 'symbol start func' 'bytes ff 15' 'ref REL32 __imp_Sleep' 'bytes c3'
image /entry:start /subsystem:console "/out:$g/kernel.exe" "$t/kernel.obj" kernel32.lib
c_msvc "$t/delay.obj" <<<'__declspec(dllimport) int f(int); int start(int x) { return f(x); } void *__delayLoadHelper2(void *a, void *b) { return 0; }'
image /entry:start /subsystem:console /delayload:k.dll "/out:$g/delay.exe" "$t/delay.obj" "$a/implib-x64.lib"
image /dll /noentry "/out:$g/resources.dll" "$out/res/number.res" "$out/res/names.res" /machine:x64
image /entry:start /subsystem:console /guard:cf "/out:$g/guard.exe" "$o/guard.obj" 2>/dev/null || true
for machine in x86 arm64; do
    mkobj "$t/code-$machine.obj" "machine $machine" 'section .text' 'symbol _start func' 'symbol start func' 'bytes c3 00 00 00' 'section .data' \
        'symbol _v' 'symbol v' "ref $(if [ $machine = x86 ]; then echo DIR32; else echo ADDR64; fi) start"
    image /dll /noentry /export:v,data "/out:$g/$machine.dll" "$t/code-$machine.obj"
done
for image in "$g"/*; do head -c 700 "$image" >"$g/cut-$(basename "$image")"; done
cp "$g"/* "$out/image-load/"
cp "$g"/{plain.exe,exports.dll,x86.dll,arm64.dll,cut-plain.exe} "$out/image-edit/"
with_word() { # IN OUT BYTES: in the DOS header, where the entries look for options
    cp "$1" "$2"
    printf '%b' "$3" | dd of="$2" bs=1 seek=40 conv=notrunc status=none
}
for bits in '\x40\x00\x00\x00' '\xe0\x1f\x00\x00' '\x20\x20\x44\x00' '\x00\x40\x9b\x00' '\x00\x00\x07\x03' '\x00\x00\x00\xf4'; do
    for image in plain.exe exports.dll x86.dll; do with_word "$g/$image" "$out/image-edit/$(printf '%b' "$bits" | od -An -tx1 | tr -d ' ')-$image" "$bits"; done
done
for bits in '\x05\x00' '\x04\x40' '\x02\x00'; do
    for image in plain.exe kernel.exe tables.exe; do with_word "$g/$image" "$out/image-load/$(printf '%b' "$bits" | od -An -tx1 | tr -d ' ')-$image" "$bits"; done
done

# ---- Links: two bytes of options, then kind (0 object, 1 library, 2 .res, 3 .def, 4 manifest, 5 order, 6 DLL, 7 more options, 8 stub,
#      9 overlay), size, bytes
le16() { printf "\\x$(printf %02x $(($1 & 255)))\\x$(printf %02x $(($1 >> 8)))"; }
pack() { # OUT OPTIONS KIND FILE...
    local to=$1
    le16 "$2" >"$to"
    shift 2
    while [ $# -gt 0 ]; do
        printf "\\x0$1" >>"$to"
        le16 "$(stat -c %s "$2")" >>"$to"
        cat "$2" >>"$to"
        shift 2
    done
}
l=$out/link
for object in "$o"/*.obj; do
    pack "$l/dll-$(basename "$object")" 0x3 0 "$object"
    pack "$l/force-$(basename "$object")" 0x81d 0 "$object"
done
pack "$l/exe" 0x4 0 "$t/code.obj"
pack "$l/imports" 0x24 0 "$t/imports.obj" 1 "$a/implib-x64.lib"
pack "$l/delay" 0x4004 0 "$t/delay.obj" 1 "$a/implib-x64.lib"
pack "$l/members" 0xc 0 "$o/relocs.obj" 1 "$a/two.lib"
pack "$l/resources" 0x3 0 "$t/code.obj" 2 "$out/res/number.res" 2 "$out/res/names.res"
pack "$l/def" 0x3 0 "$t/code.obj" 3 "$d/exports.def"
pack "$l/manifest" 0x4 0 "$t/code.obj" 4 "$m/a"
pack "$l/two" 0xf 0 "$o/comdat.obj" 0 "$o/weak.obj" 0 "$o/comdat.obj"
pack "$l/guard" 0x284 0 "$o/guard.obj"
pack "$l/dllinput" 0x4 0 "$t/imports.obj" 6 "$g/exports.dll"
printf 'f\nv\n' >"$t/order"
pack "$l/order" 0x5 0 "$o/comdat.obj" 5 "$t/order"
pack "$l/x86" 0x2004 0 "$o/relocs86.obj" 0 "$o/sxdata.obj"
for seed in "$x"/*; do # directives inside a link
    mkobj "$t/d.obj" "directive $(tr -d '"\n' <"$seed")" 'section .text' 'symbol f func' 'symbol start func' 'bytes c3'
    pack "$l/directives-$(basename "$seed")" 0x3 0 "$t/d.obj"
done

# Every further option, four at a time (link.c: add_more), for each kind of command line.
for ((i = 0; i < 80; i += 4)); do
    printf '%b' "$(printf '\\x%02x' $i $((i + 1)) $((i + 2)) $((i + 3)))" >"$t/more"
    pack "$l/more-$i" $((i / 4 % 2 * 3)) 7 "$t/more" 0 "$o/weak.obj" 0 "$t/code.obj"
    [ $i -lt 56 ] || continue
    printf '%b' "\\xff$(printf '\\x%02x' $i $((i + 1)) $((i + 2)) $((i + 3)))" >"$t/more"
    pack "$l/gnu-$i" $((i / 4 % 2)) 7 "$t/more" 0 "$o/weak.obj" 0 "$t/code.obj" 1 "$a/two.lib"
done
more() { # WORD...: the part of kind 7 that says so, as $t/more
    local table=words word
    case $1 in -*) table=gnu_words && printf '\xff' >"$t/more" ;; *) : >"$t/more" ;; esac
    sed -n "/const $table\[\] = {/,/};/p" tests/fuzz/link.c | grep -o '"[^"]*"' | tr -d '"' >"$t/words"
    for word; do printf '%b' "\\x$(printf %02x $(($(grep -nxFe "$word" "$t/words" | cut -d: -f1) - 1)))" >>"$t/more"; done
}
# What takes more than one object to happen: guard tables, folding, delay loading, auto-import, two resource trees ...
mkobj "$t/crt.obj" 'symbol @feat.00 static abs=0x800' 'section .rdata align=16' 'symbol _load_config_used' 'bytes 18 01 00 00' 'zeros 124' \
    'ref ADDR64 __guard_fids_table' 'ref ADDR64 __guard_fids_count' 'ref ADDR64 __guard_flags' 'zeros 8' 'ref ADDR64 __guard_iat_table' \
    'ref ADDR64 __guard_iat_count' 'ref ADDR64 __guard_longjmp_table' 'ref ADDR64 __guard_longjmp_count' 'zeros 72' \
    'ref ADDR64 __guard_eh_cont_table' 'ref ADDR64 __guard_eh_cont_count' 'section .00cfg align=8' 'symbol __guard_dispatch_icall_fptr' \
    'ref ADDR64 dispatch' 'section .text$mn align=16' 'symbol dispatch static func' 'bytes ff e0'
c_msvc "$t/fold.obj" -ffunction-sections -fasynchronous-unwind-tables -Xclang -cfguard <<<'int x; __declspec(dllimport) int h(void);
__attribute__((noinline)) int f(int a) { return h() + a + x; } __attribute__((noinline)) int g(int a) { return h() + a + x; }
int (*volatile p)(int) = f; int start(void) { return p(1) + g(2); } int h(void) { return 1; }' 2>/dev/null
"$(tool clang)" --target=x86_64-pc-windows-msvc -O1 -ffreestanding -fno-exceptions -ffunction-sections -fasynchronous-unwind-tables \
    -c -o "$t/templates.obj" -x c++ - <<<'template <class T> __attribute__((noinline)) T f(T a) { return a + 1; }
namespace n { struct A { virtual int f(int); static int v; }; } extern "C" int start() { return f(1) + f(2u) + n::A().f(n::A::v); }'
pack "$l/templates" 0x1c 0 "$t/templates.obj"
more /opt:safeicf && pack "$l/templates-safe" 0x14 7 "$t/more" 0 "$t/templates.obj"
pack "$l/fold" 0x1c 0 "$t/fold.obj" 0 "$t/crt.obj"
more /guard:cf,ehcont,longjmp && pack "$l/guard-all" 0x20c 7 "$t/more" 0 "$t/fold.obj" 0 "$t/crt.obj" 1 "$a/implib-x64.lib"
pack "$l/guard-crt" 0x200 0 "$o/guard.obj" 0 "$t/crt.obj"
more /delayload:k.dll && pack "$l/delay-k" 0 7 "$t/more" 0 "$t/delay.obj" 1 "$a/implib-x64.lib"
more /delayload:k.dll /delay:unload && pack "$l/delay-unload" 0 7 "$t/more" 0 "$t/delay.obj" 1 "$a/implib-x64.lib"
mkobj "$t/data.obj" 'section .text' 'symbol start func' 'bytes 8b 05' 'ref REL32 d' 'bytes c3' 'section .data' 'ref ADDR64 d' 'section .rdata$.refptr.d comdat=any' \
    'symbol .refptr.d' 'ref ADDR64 d'
mkobj "$t/list.obj" 'section .rdata' 'symbol __RUNTIME_PSEUDO_RELOC_LIST__ undef' 'symbol _pei386_runtime_relocator func' 'bytes c3'
more -mi386pep --enable-runtime-pseudo-reloc && pack "$l/auto-import" 0 7 "$t/more" 0 "$t/data.obj" 0 "$t/list.obj" 1 "$a/implib-x64.lib"
more --export-all-symbols && pack "$l/export-all" 0 7 "$t/more" 0 "$o/weak.obj" 0 "$t/code.obj"
more --wrap=f --wrap=other && pack "$l/wrap" 0 7 "$t/more" 0 "$o/relocs.obj" 0 "$o/weak.obj"
more -s && pack "$l/strip" 0 7 "$t/more" 0 "$t/code.obj" 0 "$o/debug.obj"
mkobj "$t/there.obj" 'section .text' 'symbol f func' 'bytes c3' 'symbol g func' 'bytes c3'
pack "$l/local-import" 0 0 "$t/imports.obj" 0 "$t/there.obj"
mkobj "$t/key.obj" 'directive /FAILIFMISMATCH:"key=1"' 'section .text' 'symbol start func' 'bytes c3'
mkobj "$t/key2.obj" 'directive /FAILIFMISMATCH:"key=2" /INCLUDE:start'
pack "$l/mismatch" 0 0 "$t/key.obj" 0 "$t/key2.obj"
pack "$l/machines" 0 0 "$t/code.obj" 0 "$t/code-x86.obj"
safe='symbol @feat.00 static abs=1'
mkobj "$t/config86.obj" 'machine x86' "$safe" 'section .rdata align=4' 'symbol __load_config_used' 'bytes 48 00 00 00' 'zeros 60' \
    'ref DIR32 ___safe_se_handler_table' 'ref DIR32 ___safe_se_handler_count'
mkobj "$t/handlers.obj" 'machine x86' "$safe" 'section .text' 'symbol _start func' 'bytes c3' 'section .text$z align=16' 'symbol _h func' 'bytes c3' \
    'section .sxdata flags=info,remove' 'bytes 01 00 00 00'
pack "$l/safeseh" 0 0 "$t/handlers.obj" 0 "$t/config86.obj"
for machine in x86 arm64; do pack "$l/$machine-imports" 0x803 0 "$t/code-$machine.obj" 1 "$a/implib-$machine.lib" 3 "$d/forms.def"; done
pack "$l/arm64-relocs" 0x801 0 "$o/relocsarm.obj"
pack "$l/x86-relocs" 0x801 0 "$o/relocs86.obj"
tree='00000000 00000000 00000000 00000100' # a table with one entry by number
mkobj "$t/tree.obj" 'section .rsrc$01 flags=data,r align=4' "bytes $tree 0a000000 18000080 $tree 01000000 30000080 $tree 09040000 48000000" \
    'bytes 00000000 03000000 00000000 00000000' 'reloc 72 ADDR32NB there' 'section .rsrc$02 flags=data,r align=8' 'bytes 6f 6e 65' 'symbol there static value=0'
pack "$l/trees" 0x3 0 "$t/tree.obj" 2 "$out/res/names.res"
for n in 1 2; do
    mkobj "$t/select$n.obj" 'section .text' "symbol start$n func" 'bytes c3' "directive /DEFAULTLIB:$([ $n = 1 ] && echo libcmt || echo msvcrt)" \
        'section .a comdat=nodup' 'symbol a' 'bytes 01' 'section .b comdat=same_size' 'symbol b' "zeros $n" 'section .c comdat=exact' 'symbol c' "bytes 0$n" \
        'section .d comdat=largest' 'symbol d' "zeros $n" 'section .f comdat=any' 'symbol f' 'bytes 01' \
        'section .g comdat=assoc:.d' "zeros $n"
done
pack "$l/selections" 0x23 0 "$t/select1.obj" 0 "$t/select2.obj"
pack "$l/selections-force" 0x823 0 "$t/select1.obj" 0 "$t/select2.obj"
if command -v x86_64-w64-mingw32-gcc >/dev/null; then # GNU's COMDATs, unwind data by section name, long import libraries
    c_mingw "$t/gnu.obj" -ffunction-sections <<<'extern int d; int f(void); int start(void) { return f() + d; } int unused(void) { return f(); }'
    x86_64-w64-mingw32-dlltool -d "$d/exports.def" -D k.dll -l "$t/long.a"
    x86_64-w64-mingw32-strip -g "$t/long.a" 2>/dev/null || true
    more -mi386pep --gc-sections && pack "$l/long-imports" 4 7 "$t/more" 0 "$t/gnu.obj" 0 "$t/list.obj" 1 "$t/long.a"
    pack "$l/long-imports-x" 4 0 "$t/imports.obj" 1 "$t/long.a"
fi
head -c 64 "$g/plain.exe" >"$t/stub" && pack "$l/stub" 0 8 "$t/stub" 0 "$t/code.obj"
printf "{ 'version': 0, 'roots': [ { 'name': '/a', 'type': 'directory', 'contents': [ { 'name': 'k.lib', 'type': 'file', 'external-contents': '/b' } ] } ] }" \
    >"$t/overlay" && pack "$l/overlay" 0 9 "$t/overlay" 0 "$t/code.obj"
asm='urn:schemas-microsoft-com:asm.v'
level='<security><requestedPrivileges><requestedExecutionLevel level="asInvoker" uiAccess="false"/></requestedPrivileges></security>'
printf '<assembly xmlns="%s1" manifestVersion="1.0"><dependency/><trustInfo xmlns="%s3">%s</trustInfo></assembly>' $asm $asm "$level" >"$t/asm"
pack "$l/manifests" 0 0 "$t/code.obj" 4 "$t/asm" 4 "$t/asm"
pack "$l/res-and-manifest" 0x3 2 "$out/res/icon.res" 2 "$out/res/manifest.res" 4 "$t/asm" 0 "$t/code.obj"
pack "$l/symbols" 0x20 0 "$t/fold.obj" 0 "$t/crt.obj" && more /debug:symtab /mapinfo:fixups /mapinfo:exports && pack "$l/listings" 0x863 7 "$t/more" 0 "$t/code.obj" 3 "$d/exports.def"
