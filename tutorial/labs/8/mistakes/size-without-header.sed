# hint: counts its 8 bytes
# loses: 1 2 3 4 5 6 7
s/(u32)(b.n - block_off))/(u32)(b.n - block_off - 8))/
