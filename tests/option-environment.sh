# option-environment.sh - LINK stands in front of the command line, _LINK_ behind it; LIB is a list of folders with ';'.
. tests/common.sh
mkobj "$t/a.obj" 'section .text' 'symbol start func' 'bytes c3'
version() { mylink "$t/a.obj" /subsystem:console "$@" /out:"$t/x.exe"; pe_field "$t/x.exe" OPTIONAL_HEADER.MajorImageVersion; }
[ "$(LINK='/version:1 /entry:start' version)" = 0x1 ] || fail LINK
[ "$(LINK='/version:1' version /version:2 /entry:start)" = 0x2 ] || fail 'the command line comes after LINK'
[ "$(LINK='/version:1' _LINK_='/version:3 /entry:start' version /version:2)" = 0x3 ] || fail '_LINK_ comes last'
[ "$(LINK='/version:1' LIB=x _LINK_='/version:3' version /version:2 /entry:start /lldignoreenv)" = 0x2 ] || fail /lldignoreenv
LINK="/out:\"$t/with blank.exe\"" "$MYLINK" "$t/a.obj" /entry:start /subsystem:console
[ -f "$t/with blank.exe" ] || fail 'quotes in LINK'
_LINK_=/explain LINK='/stack:x' expect_fail "LINK : fatal error LNK1117: syntax error in option 'stack:x'" mylink
LINK='/explain /stack:x' expect_fail '  where: in LINK' mylink "$t/a.obj" /entry:start
mkdir "$t/one" "$t/two"
mkobj "$t/b.obj" 'section .text' 'symbol start func' 'ref REL32 helper'
mkobj "$t/h.obj" 'section .text' 'symbol helper func' 'bytes c3'
"$MYLIB" /out:"$t/two/help.lib" "$t/h.obj"
link() { mylink "$t/b.obj" help.lib /entry:start /subsystem:console /out:"$t/y.exe" 2>&1; }
LIB="$t/one;$t/two" expect '' link
LIB="$t/one;$t/two;" expect '' link
LIB="$t/one:/two" expect_fail "LINK : warning LNK4902: LIB names the folder 'one:/two'; folders are separated by ';'" link
