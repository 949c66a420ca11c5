# hint: one of archive.symbols
# loses: 1 2 3 4 6
s/archive.symbols\[number\].member_off/archive.symbols[0].member_off/
