# hint: leads to the member that has the name
# loses: 7 8 10
# file: linker/resolve.c
s/archive.symbols\[number\].member_off/archive.symbols[0].member_off/
