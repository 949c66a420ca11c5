# machine-mismatch.sh - an object of another machine is refused with both files and the reason for the target.
. tests/common.sh
mkobj $t/x64.obj 'section .text' 'symbol start func' 'bytes c3'
mkobj $t/x86.obj 'machine x86' 'section .text' 'symbol _f func' 'bytes c3'
expect_fail "x86.obj : fatal error LNK1112: module machine type 'x86' conflicts with target machine type 'x64' of x64.obj
  why:   the first object, x64.obj, is for x64 and so decided the target
  do:    compile it for x64 (nasm: -f win64; clang: --target=x86_64-pc-windows-msvc), or all others for x86" \
    "$MYLINK" /explain /entry:start /out:$t/a.exe $t/x64.obj $t/x86.obj
expect_fail "x64.obj : fatal error LNK1112: module machine type 'x64' conflicts with target machine type 'ARM64'
  why:   /MACHINE:ARM64 on the command line decided the target" "$MYLINK" /explain /machine:arm64 /entry:start /out:$t/a.exe $t/x64.obj
# Every pair, also without /EXPLAIN: objects, members of libraries and import libraries.
mkobj $t/arm64.obj 'machine arm64' 'section .text align=4' 'symbol f func' 'bytes c0 03 5f d6'
mkobj $t/calls.obj 'section .text' 'symbol start func' 'ref REL32 f' 'bytes c3'
mylib /nologo /out:$t/static.lib $t/arm64.obj
mylink /nologo /dll /noentry /export:f /out:$t/d.dll $t/arm64.obj
for pair in 'x64 x86' 'x64 ARM64' 'x86 x64' 'x86 ARM64' 'ARM64 x64' 'ARM64 x86'; do
    read -r first second <<<"$pair"
    expect_fail "${second,,}.obj : fatal error LNK1112: module machine type '$second' conflicts with target machine type '$first' of ${first,,}.obj" \
        "$MYLINK" /dll /noentry /out:$t/b.dll $t/${first,,}.obj $t/${second,,}.obj
done
for library in 'static.lib arm64.obj' 'd.lib d.dll'; do
    read -r name member <<<"$library"
    expect_fail "$name($member) : fatal error LNK1112: module machine type 'ARM64' conflicts with target machine type 'x64' of calls.obj" \
        "$MYLINK" /entry:start /subsystem:console /out:$t/a.exe $t/calls.obj $t/$name
done
# Objects of machine 0 (aliases only) fit anywhere.
mkobj $t/alias.obj 'machine 0' 'weak alias=start'
mylink /entry:alias /subsystem:console /out:$t/a.exe $t/alias.obj $t/x64.obj
expect_field $t/a.exe 'OPTIONAL_HEADER.AddressOfEntryPoint' 0x1000
