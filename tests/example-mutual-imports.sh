# example-mutual-imports.sh - examples/mutual-imports builds with its own commands and prints the same in myload and in Wine.
. tests/common.sh

run_example mutual-imports
