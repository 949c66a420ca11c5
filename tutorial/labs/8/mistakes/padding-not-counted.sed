# hint: zero word
# loses: 1 2 3 4 5 6 7
s/buffer_align(&b, 4, 0);/u64 end = b.n; buffer_align(\&b, 4, 0);/
s/(u32)(b.n - block_off))/(u32)(end - block_off))/
