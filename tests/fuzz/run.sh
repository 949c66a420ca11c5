#!/bin/bash
# run.sh - runs fuzzers, one after another; `make fuzz` and tests/fuzz-corpus.sh call it.
#
#   tests/fuzz/run.sh SECONDS FUZZER...          new inputs join build/fuzz/found/FUZZER
#   tests/fuzz/run.sh --minimise FUZZER...       tests/fuzz/corpus/FUZZER becomes the fewest inputs that reach as much
#   tests/fuzz/run.sh --can-build               exit code 0: clang is here with the libraries that fuzzers need
#
# A finding is kept as build/fuzz/found/FUZZER-crash-..., and the exit code is 1.
set -u
cd "$(dirname "$0")/../.." || exit 2
if [ "$1" = --can-build ]; then
    for clang in clang clang-22 clang-21 clang-20 clang-19 clang-18 clang-17 clang-16 clang-15 clang-14; do
        echo 'int LLVMFuzzerTestOneInput(void) { return 0; }' |
            "$clang" -fsanitize=fuzzer,address,undefined -x c -o /dev/null - 2>/dev/null && exit 0
    done
    echo 'run.sh: no clang with -fsanitize=fuzzer: the fuzzers are not built' >&2
    exit 1
fi

export ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=0:abort_on_error=0 UBSAN_OPTIONS=print_stacktrace=1
found=build/fuzz/found
mkdir -p $found
base=/dev/shm
[ -w $base ] || base=/tmp
FUZZ_FOLDER=$(mktemp -d $base/mylink-fuzz.XXXXXX) # where the fuzzers write their files
export FUZZ_FOLDER
trap 'rm -rf "$FUZZ_FOLDER"' EXIT

limits='-timeout=10 -rss_limit_mb=2048 -malloc_limit_mb=256 -close_fd_mask=3'
longest() { # bytes of an input
    case $1 in
    image-*) echo 8192 ;;
    link) echo 6000 ;;
    *) echo 4096 ;;
    esac
}
dictionary() { [ ! -f "tests/fuzz/dict/$1.dict" ] || echo "-dict=tests/fuzz/dict/$1.dict"; }

minimise() {
    local fuzzer=$1 all=$found/$1 corpus=tests/fuzz/corpus/$1
    rm -rf "$found/.small" && mkdir "$found/.small"
    # Only which edges are reached counts, not how often: a tenth of the files.
    build/fuzz/bin/"$fuzzer" -set_cover_merge=1 -use_counters=0 $limits -max_len="$(longest "$fuzzer")" "$found/.small" "$corpus" "$all" build/fuzz/seeds/"$fuzzer" 2>/dev/null || return 1
    rm -rf "$corpus" && mv "$found/.small" "$corpus"
    echo "$fuzzer: $(find "$corpus" -type f | wc -l) files, $(find "$corpus" -type f -printf '%s\n' | awk '{n += $1} END {print n + 0}') bytes"
}

if [ "$1" = --minimise ]; then
    shift
    for fuzzer; do minimise "$fuzzer" || exit 1; done
    exit 0
fi

seconds=$1 code=0
shift
bash tests/fuzz/seeds.sh "$PWD/build/fuzz/seeds" || exit 2
for fuzzer; do
    mkdir -p "$found/$fuzzer"
    # shellcheck disable=SC2046,SC2086 # lists of words
    build/fuzz/bin/"$fuzzer" $limits $(dictionary "$fuzzer") -max_len="$(longest "$fuzzer")" -max_total_time="$seconds" \
        -artifact_prefix="$found/$fuzzer-" -print_final_stats=1 "$found/$fuzzer" tests/fuzz/corpus/"$fuzzer" build/fuzz/seeds/"$fuzzer" \
        >"$found/$fuzzer.log" 2>&1 || { code=1; tail -n 40 "$found/$fuzzer.log"; }
    echo "$fuzzer: $(sed -n 's/^stat::number_of_executed_units: */executions /p' "$found/$fuzzer.log"), $(find "$found/$fuzzer" -type f | wc -l) inputs"
done
exit $code
