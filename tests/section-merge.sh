# section-merge.sh - /MERGE puts one section into another: chains work, the first of two wins, circles are refused.
. tests/common.sh
mkobj $t/a.obj 'section one flags=data,r' 'bytes 01' 'section two flags=data,r' 'bytes 02' 'section three flags=data,r' 'bytes 03' \
    'section wide flags=data,r,w' 'bytes 04'
link="$MYLINK /dll /noentry /out:$t/a.dll $t/a.obj"
mylink /dll /noentry /merge:one=two /merge:two=three /out:$t/a.dll $t/a.obj
expect_field $t/a.dll 'sections()' 'three
wide'
expect_field $t/a.dll 'section("three").get_data()[:3].hex()' 010302 # sorted by full name
# A target that does not exist: a new name.
mylink /dll /noentry /merge:one=uno /out:$t/b.dll $t/a.obj
expect_field $t/b.dll '"uno" in sections() and "one" not in sections()' True

expect_line "LINK : warning LNK4253: section 'one' not merged into 'three'; already merged into 'two'" sh -c "$link /merge:one=two /merge:one=three 2>&1"
expect_line "LINK : warning LNK4254: section 'wide' (C0000040) merged into 'one' (40000040) with different attributes" sh -c "$link /merge:wide=one 2>&1"
expect_field $t/a.dll 'section("one").Characteristics' 0x40000040
expect_fail "LINK : error LNK1352: /MERGE: 'one' is merged into itself by way of 'two'" $link /out:$t/c.dll /merge:one=two /merge:two=three /merge:three=one
expect_fail "LINK : error LNK1352: /MERGE: '.rsrc' and 'one' cannot be merged" $link /out:$t/c.dll /merge:.rsrc=one

# Default merges give way to the command line.
mkobj $t/d.obj 'section .xdata flags=data,r' 'bytes 07' 'section .data flags=data,r,w' 'bytes 08' 'section .rdata flags=data,r' 'bytes 09'
mylink /dll /noentry /merge:.xdata=.xdata2 /out:$t/d.dll $t/d.obj
expect_field $t/d.dll 'sections()' '.rdata
.data
.xdata2'

# Everything in one section still runs.
asm $t/run.obj <<'EOT'
default rel
global start
extern ExitProcess
section .rdata rdata
c: dd 30
section .data
v: dd 12
section .text
start:
    sub rsp, 40
    mov ecx, [v]
    add ecx, [c]
    call ExitProcess
EOT
mylink /entry:start /subsystem:console /merge:.rdata=.text /merge:.data=.text /out:$t/run.exe $t/run.obj kernel32.lib 2>/dev/null
expect_field $t/run.exe 'sections()' .text
run_both -x 42 $t/run.exe ''
