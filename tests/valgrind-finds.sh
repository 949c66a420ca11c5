# valgrind-finds.sh - `make valgrind` fails when a program uses a value that was never set, also where a test expects that program to fail.
# not under sanitizers: it is about the project, not about inputs
. tests/common.sh
need valgrind cc
export -n BIN
mkdir -p $t/tree/tests/analysis $t/tree/build/tests
cp tests/run.sh tests/common.sh $t/tree/tests/
cp tests/analysis/valgrind.sh $t/tree/tests/analysis/
printf '# fails - as it should\n. tests/common.sh\nif mylink; then fail "no error"; fi\n' >$t/tree/tests/fails.sh
printf '# passes - too\n. tests/common.sh\nmydump\n' >$t/tree/tests/passes.sh
program() { ${CC:-cc} -O0 -g -o $t/tree/build/$1 -x c -; }
program mydump <<<'int main(void) { return 0; }'
program mylink <<<'int main(void) { return 1; }'
expect_line '2 programs run under valgrind, 0 with reports (build/valgrind/reports/)' bash $t/tree/tests/analysis/valgrind.sh
program mylink <<<'#include <stdlib.h>
int main(void) { int *p = malloc(4); return *p == 3 ? 2 : 1; }'
if bash $t/tree/tests/analysis/valgrind.sh >$t/said 2>&1; then fail 'a value that was never set is not seen'; fi
for line in '2 passed, 0 failed, 0 skipped' '2 programs run under valgrind, 1 with reports (build/valgrind/reports/)'; do
    grep -qxF "$line" $t/said || { cat $t/said >&2; fail "no line '$line'"; }
done
grep -q 'uninitialised value' $t/said || fail 'the report is not shown'
