# bench-works.sh - the benchmark's inputs are the same bytes every time and link to programs that run; its tables come out.
# not under sanitizers: it is about speed
. tests/common.sh
have python3 || skip 'python3 is not installed'
export PYTHONDONTWRITEBYTECODE=1

# Every workload: twice the same bytes; a self-checking program exits with 42, those with other people's DLLs do not run.
for job in hello:1 plain:5 dense:5 equal-sections:200 one-symbol:20 archive-members:100 section-names:100 import-names:2000 exports:100 \
    many-objects:30 many-symbols:1000 large-input:1 bss:1; do
    folder=$t/${job%:*}-${job#*:}
    python3 tests/bench/gen.py "$folder" "${job%:*}" "${job#*:}"
    python3 tests/bench/gen.py "$t/again" "${job%:*}" "${job#*:}"
    diff -r "$folder" "$t/again" >&2 || fail "$job: two runs of the generator differ"
    rm -r "$t/again"
    cd "$folder"
    out=$folder/a.exe
    [ "${job%:*}" != exports ] || out=$folder/a.dll
    mylink @link.rsp /out:"$out" /opt:ref,icf
    cd "$ROOT"
    if grep -q '"exit": 42' "$folder/workload.json"; then
        run_load -x 42 "$out" ''
    fi
done
run_both -x 42 "$t/dense-5/a.exe" ''

# A shape's numbers are what the documentation says: sections and symbols of a C++-shaped object.
python3 tests/bench/gen.py "$t/shape" dense 20
$python - "$t"/shape/o*.obj <<'END'
import statistics, struct, sys
heads = [struct.unpack("<HHIIIHH", open(name, "rb").read(20)) for name in sys.argv[1:]]
sections, symbols = statistics.mean(h[1] for h in heads), statistics.mean(h[4] for h in heads)
assert 1400 < sections < 1800, sections
assert 3300 < symbols < 4300, symbols
END

bench() { python3 tests/bench/bench.py --bin "$BIN" --work "$t" --rounds 1 "$@"; }
bench --workload dense:5 --workload hello:1 --sets links,hyperfine >"$t/tables" 2>"$t/notes" || fail "$(cat "$t/notes")"
[ "$(grep -cE '^\| (dense-5|hello-1) \| (noicf|icf) \| [12] \| [0-9.]+ ' "$t/tables")" = 8 ] || fail "no table of links: $(cat "$t/tables")"
grep -qE '^\| dense-5 \| icf \| [0-9.]+ \| [0-9.]+ \| [0-9.]+ \|$' "$t/tables" || fail 'no figures per byte'

# A linker that makes a wrong program is not timed.
mkdir "$t/wrong"
printf '#!/bin/sh\n%s "$@" /entry:helper_1\n' "$MYLINK" >"$t/wrong/mylink"
chmod +x "$t/wrong/mylink"
if bench --workload dense:5 --sets links --mylink "$t/wrong/mylink" --reference none >"$t/out" 2>"$t/err"; then fail 'a wrong program was timed'; fi
grep -q 'exits with .*, not 42' "$t/err" || fail "$(cat "$t/err")"

# Figures for mylib, mydump, growth and scale, small
python3 - "$t" <<'END' >"$t/tables"
import sys
sys.path.insert(0, "tests/bench")
sys.dont_write_bytecode = True
import bench
bench.GROWTH, bench.TOOLS = [("one-symbol", 5)], [("lib-def", 50), ("lib-objects", 5), ("dump-object", 5)]
bench.SCALE = [("many-objects", "object", [3, 6]), ("large-input", "MB", [2]), ("bss", "MB", [30])]
sys.argv = ["bench.py", "--sets", "tools,growth,scale", "--rounds", "1", "--work", sys.argv[1], "--modes", "icf", "--reference", "none"]
bench.main()
END
for job in 'an import library of 200 names' 'an archive of 20 objects' 'an object of 20 functions' 'a library of 20 members' \
    'one-symbol, icf | 5' 'a library of members | 5' 'many-objects-3 | object' 'many-objects-6 | object' 'large-input-2 | MB | 2.0 | 2.0' \
    'bss-30 | MB | 0.0 | 0.0'; do
    grep -qF "| $job | " "$t/tables" || fail "no line for $job: $(cat "$t/tables")"
done
[ ! -e "$t/large-input-2" ] || fail 'a large input was left behind'
