# fuzz-corpus.sh - each fuzzer of tests/fuzz runs over its corpus, and over a fixed number of inputs made from it, under ASan and UBSan:
# none finds anything.
# slow
# not under sanitizers: the fuzzers have them built in
# timeout: 900
. tests/common.sh
need clang
[ -x build/fuzz/bin/link ] || skip 'build/fuzz/bin was not built (make fuzzers; clang with its libraries is needed)'
base=/dev/shm
[ -w $base ] || base=$t
folder=$(mktemp -d $base/mylink-fuzz.XXXXXX)
for corpus in tests/fuzz/corpus/*/; do
    fuzzer=$(basename "$corpus")
    files=$(find "$corpus" -type f | wc -l)
    [ "$files" -ge 5 ] || fail "$fuzzer has a corpus of $files files"
    cp -r "$corpus" "$t/$fuzzer" # libFuzzer writes what is new into it
    rm -rf "${folder:?}"/*
    code=0
    dictionary=()
    [ ! -f "tests/fuzz/dict/$fuzzer.dict" ] || dictionary=("-dict=tests/fuzz/dict/$fuzzer.dict")
    FUZZ_FOLDER=$folder ASAN_OPTIONS=allocator_may_return_null=0 timeout 120 build/fuzz/bin/"$fuzzer" -seed=1 -runs=$((files + 1500)) \
        "${dictionary[@]}" -timeout=20 -rss_limit_mb=2048 -malloc_limit_mb=256 -close_fd_mask=3 -artifact_prefix="$t/$fuzzer-" \
        "$t/$fuzzer" >"$t/$fuzzer.log" 2>&1 || code=$?
    [ $code = 0 ] || { rm -rf "$folder"; tail -n 60 "$t/$fuzzer.log" >&2; KEEP=1 fail "$fuzzer: exit code $code; the input is $t/$fuzzer-*"; }
    runs=$(sed -n 's/^Done \([0-9]*\) runs.*/\1/p' "$t/$fuzzer.log") # libFuzzer may do one more than it was asked for
    [ "${runs:-0}" -ge $((files + 1500)) ] || fail "$fuzzer did not run to its end: $(tail -n 3 "$t/$fuzzer.log")"
done
rm -rf "$folder"
