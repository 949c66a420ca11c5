# directive-list.sh - what an object's .drectve section may say: the compilers' directives work, all others are named and ignored.
. tests/common.sh
mkobj "$t/other.obj" 'section .text' 'symbol replacement func' 'bytes c3'
link() { mylink "$t/a.obj" "$t/other.obj" /out:"$t/a.exe" "$@" 2>&1; }
object() { mkobj "$t/a.obj" "$@" 'section .text' 'symbol start func' 'ref REL32 missing' 'bytes c3' 'section .mine flags=data,r,w' 'symbol m' 'bytes 01'; }
object 'directive /entry:start -subsystem:windows /ALTERNATENAME:missing=replacement /include:replacement /merge:.mine=.rdata2' \
    'directive /section:.rdata2,R /export:start /stack:0x300000,0x2000 /release /failifmismatch:k=1 /defaultlib:nothing /disallowlib:nothing' \
    'directive /throwingnew /guardsym:start,S /editandcontinue /fastfail /inferasanlibs -exclude-symbols:a,b /nodefaultlib:x'
mkdir "$t/folder" && cd "$t/folder"
allow_warning '.*'
expect '' link /noimplib
image=$t/a.exe
expect_field "$image" OPTIONAL_HEADER.Subsystem 0x2
expect_field "$image" OPTIONAL_HEADER.SizeOfStackReserve 0x300000
expect_field "$image" OPTIONAL_HEADER.SizeOfStackCommit 0x2000
expect_field "$image" 'exports()' '1 start'
expect_field "$image" 'section(".rdata2").Characteristics' 0x40000040
expect_field "$image" 'text("%d" % (OPTIONAL_HEADER.CheckSum == pe.generate_checksum()))' 1
cd "$ROOT"
# Whatever names a file to be written or read, or widens what the link accepts, is not the object's to say.
for word in /out:evil.exe /implib:evil.lib /pdb:evil.pdb /map:evil.map /map /def:evil.def /stub:evil /order:@evil /manifestfile:evil \
    /libpath:evil /force /wholearchive /base:0x10000 /dll /nodefaultlib /fixed /opt:noref /wx /ignore:4229 /unknown /?; do
    object 'directive /entry:start /subsystem:console /alternatename:missing=replacement' "directive $word"
    expect "a.obj : warning LNK4229: invalid directive '$word' encountered; ignored" eval 'link | sed "s,.*/a.obj,a.obj,"'
    expect_field "$t/a.exe" OPTIONAL_HEADER.ImageBase 0x140000000
done
# A bare word or a response file would be a file of the object's choosing.
for word in evil.obj @evil.rsp; do
    object "directive $word"
    expect_fail "a.obj : fatal error LNK1276: invalid directive '$word' found; does not start with '/'" link
done
object 'directive /export:f,@99999'
expect_fail "a.obj : fatal error LNK1117: syntax error in option 'export:f,@99999'" link
object 'directive /merge:'
expect_fail "a.obj : fatal error LNK1146: no argument specified with option '/merge:'" link
