# example-resources.sh - examples/resources builds with its own commands and prints the same in myload and in Wine; pefile and
# icoutils read its resources back.
. tests/common.sh
need llvm-rc

mkdir -p "$t/bin"
ln -sf "$(command -v "$(tool llvm-rc)")" "$t/bin/llvm-rc"
run_example resources
app=$t/resources/app.exe

expect '3 1 1033 176
6 1 1031 88
6 1 1033 158
6 3 1033 120
10 "POEM" 1033 35
14 1 1033 20
16 1 1033 360
24 1 1033 381' eval "pe_field $app 'resources()' | cut -d ' ' -f 1-4"
expect_field $app '[text(e.value if hasattr(e, "value") else v) for f in pe.FileInfo[0] if f.Key == b"StringFileInfo" for s in f.StringTable for e, v in s.entries.items()]' 'A program with resources
1.2.3.4'
expect_field $app 'VS_FIXEDFILEINFO[0].FileVersionMS' 0x10002

# The icon comes out as it went in (wrestool adds some bytes of its own behind it).
have wrestool || skip 'icoutils is not installed (package icoutils); the rest passed'
wrestool -x --type=14 $app >$t/out.ico
cmp -n 198 $t/out.ico $t/resources/app.ico || fail 'the icon has changed'
expect '--icon --index=1 --width=16 --height=16 --bit-depth=1 --palette-size=2' icotool -l $t/out.ico
expect "--type=24 --name=1 --language=1033 [offset=$(wrestool -l $app | sed -n 's/.*type=24.*offset=\(0x[0-9a-f]*\).*/\1/p') size=381]" \
    eval "wrestool -l $app | grep type=24"
