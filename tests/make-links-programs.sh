# make-links-programs.sh - how make links the programs: with the C library inside where that can be, without it where not; what is wrong is
# said once; a variable LINK of the user reaches mylink as it is.
# not under sanitizers: it is about the plain build
. tests/common.sh
need readelf
make -s -q build/mydump || skip 'build/ is not up to date'

interpreter() { readelf -lW "$1" | grep -c INTERP || true; }
program() { make -s BIN="$t/$1" "${@:2}" "$t/$1/mydump"; }
echo 'int main(void) { return 0; }' >$t/empty.c
can=1
if "${CC:-cc}" -static-pie -o $t/empty $t/empty.c 2>/dev/null && $t/empty; then can=0; fi
program inside
[ "$(interpreter $t/inside/mydump)" = $can ] || fail "the C library: $(interpreter $t/inside/mydump), not $can"
program outside STATIC=
[ "$(interpreter $t/outside/mydump)" = 1 ] || fail 'STATIC= makes no difference'
program neither STATIC=-no-such-option
[ "$(interpreter $t/neither/mydump)" = 1 ] || fail 'no other way is tried'
for way in inside outside neither; do
    readelf -hW $t/$way/mydump | grep -q 'Type: *DYN' || fail "$way: always at the same place in memory"
    $t/$way/mydump /nologo build/mydump >$t/said 2>&1 || true
    grep -q 'this is an ELF file' $t/said || fail "$way: does not run"
done
if program wrong LDFLAGS=-Wl,--no-such-option 2>$t/said; then fail 'a link that fails is none'; fi
[ "$(grep -c 'no-such-option' $t/said)" = 1 ] || { cat $t/said >&2; fail 'not said once'; }

printf 'include Makefile\nshow: ; @echo "$$LINK"\n' >$t/show.mk
expect /nologo env LINK=/nologo make -s -f $t/show.mk show
