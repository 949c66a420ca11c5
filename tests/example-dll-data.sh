# example-dll-data.sh - examples/dll-data builds with its own commands and prints the same in myload and in Wine.
. tests/common.sh

run_example dll-data
