# example-load-time.sh - examples/load-time builds with its own commands and prints the same in myload and in Wine.
. tests/common.sh

run_example load-time
