# export-specified-twice.sh - the first specification of an export counts; one that says the same again is silent. The .def file comes first.
. tests/common.sh
asm $t/d.obj 'global f, g
export f
section .text
f: ret
g: ret'
printf 'EXPORTS\nf @7\n' >$t/d.def
out=$(mylink /nologo /dll /noentry /def:$t/d.def /export:f=g /export:g /export:g /out:$t/d.dll $t/d.obj 2>&1)
out=${out//$t\//}
grep -qxF "LINK : warning LNK4197: export 'f' specified multiple times; using first specification" <<<"$out" || fail "command line: $out"
grep -qxF "d.obj : warning LNK4197: export 'f' specified multiple times; using first specification" <<<"$out" || fail "directive: $out"
[ "$(grep -c LNK4197 <<<"$out")" = 2 ] || fail "too much: $out"
expect_field $t/d.dll 'exports()' $'7 f\n8 g'
expect_field $t/d.dll '[hex(s.address) for s in DIRECTORY_ENTRY_EXPORT.symbols]' $'0x1000\n0x1001'
