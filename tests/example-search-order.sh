# example-search-order.sh - examples/search-order builds with its own commands and prints the same in myload and in Wine.
. tests/common.sh

run_example search-order
