# hint: counts its 8 bytes
s/(u32)(b.n - block_off))/(u32)(b.n - block_off - 8))/
