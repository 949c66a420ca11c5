# examples-x86.sh - every example builds for x86, too, and prints what it prints on x64.
# timeout: 900
. tests/common.sh
can_run x86 || skip 'build/myload-x86 was not built, or qemu-user is missing'
for folder in examples/*/run.sh; do
    name=$(basename "$(dirname "$folder")")
    run_example $name x86
done
