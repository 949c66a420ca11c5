# icf-folds.sh - equal functions become one: one address for all names, one entry of unwind data, and the program still runs.
. tests/common.sh

c_msvc $t/m.obj -ffunction-sections -fasynchronous-unwind-tables <<'C'
__declspec(dllimport) void ExitProcess(unsigned);
int counter;
__attribute__((noinline)) int sum(volatile int *p) { volatile int x[100]; x[3] = *p; return x[3] + 40; }
__attribute__((noinline)) int add(volatile int *q) { volatile int x[100]; x[3] = *q; return x[3] + 40; }
__attribute__((noinline)) int sub(volatile int *q) { volatile int x[100]; x[3] = *q; return x[3] - 40; }
__attribute__((noinline)) int even(int n) { counter++; return n ? even(n - 1) : 1; }   /* calls itself */
__attribute__((noinline)) int odd(int n) { counter++; return n ? odd(n - 1) : 1; }
__attribute__((noinline)) int ping(int n); /* equal in a circle of two */
__attribute__((noinline)) int pong(int n) { counter++; return n > 0 ? ping(n - 2) + 5 : n; }
__attribute__((noinline)) int ping(int n) { counter++; return n > 0 ? pong(n - 2) + 5 : n; }
void start(void) {
    volatile int one = 1;
    ExitProcess(sum(&one) + add(&one) + sub(&one) + even(2) + odd(2) + ping(3));
}
C
addresses() { pe_field $1 '[text(s.name) + " " + hex(s.address) for s in pe.DIRECTORY_ENTRY_EXPORT.symbols]'; }
link() {
    mylink $t/m.obj kernel32.lib /entry:start /subsystem:console /noimplib /map:$t/m.map /out:$t/m.exe \
        /export:sum /export:add /export:sub /export:even /export:odd /export:ping /export:pong "$@"
}
entries() { printf '%d' "$(pe_field $t/m.exe 'directory("EXCEPTION").Size // 12')"; }
same_address() { [ "$(addresses $t/m.exe | awk -v a=$1 -v b=$2 '$1 == a || $1 == b { print $2 }' | sort -u | wc -l)" = 1 ]; }

link /opt:noicf
for pair in 'sum add' 'even odd' 'ping pong'; do ! same_address $pair || fail "$pair folded with /OPT:NOICF"; done
whole=$(entries)
run_wine -x 54 $t/m.exe ''

link # /OPT:ICF is the default
for pair in 'sum add' 'even odd' 'ping pong'; do same_address $pair || fail "$pair not folded"; done
! same_address sum sub || fail 'sum and sub differ'
[ "$(entries)" = $((whole - 3)) ] || fail "$(entries) entries of unwind data instead of $((whole - 3))"
run_both -x 54 $t/m.exe ''

# The map lists every name, at the address that it has now.
for name in sum add; do
    address=$(addresses $t/m.exe | awk -v n=$name '$1 == n { print substr($2, 3) }')
    grep -qE " 0001:[0-9a-f]{8} +$name +0000000140*$address f" $t/m.map || fail "the map has not $name at $address"
done

# /DEBUG switches it off, also with its default of /OPT:NOREF; a wish comes first.
link /debug /ignore:4901
! same_address sum add || fail 'folded with /DEBUG'
link /debug /ignore:4901 /opt:ref,icf
same_address sum add || fail 'not folded with /DEBUG /OPT:REF,ICF'
link /opt:ref,icf,noicf
! same_address sum add || fail 'the last word does not count'
link /opt:noref
same_address sum add || fail '/OPT:NOREF alone leaves ICF on'
link /opt:lbr /opt:nolbr /opt:icf
# /VERBOSE:ICF lists them.
link /opt:icf /verbose:icf >$t/list
expect_line 'Identical COMDATs folded by /OPT:ICF:' cat $t/list
grep -qE '^    Selected (sum|add) from ' $t/list
grep -qE '^      Replaced (sum|add) from ' $t/list
grep -qE '^    [0-9]+ sections, [0-9]+ bytes$' $t/list
