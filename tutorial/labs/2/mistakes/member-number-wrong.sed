# hint: one of archive.symbols
s/archive.symbols\[number\].member_off/archive.symbols[0].member_off/
