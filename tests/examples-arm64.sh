# examples-arm64.sh - every example builds for ARM64, too, and prints what it prints on x64.
# timeout: 900
. tests/common.sh
can_run arm64 || skip 'build/myload-arm64 was not built, or qemu-user is missing'
for folder in examples/*/run.sh; do
    name=$(basename "$(dirname "$folder")")
    run_example $name arm64
done
