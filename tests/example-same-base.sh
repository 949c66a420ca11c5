# example-same-base.sh - examples/same-base builds with its own commands and prints the same in myload and in Wine.
. tests/common.sh

run_example same-base
