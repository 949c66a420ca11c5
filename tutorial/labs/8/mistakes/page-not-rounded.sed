# hint: multiple of 1000h
# loses: 1 3 4 6 7
s/u32 page = (u32)(places->at\[i\] >> 8) & ~0xfffu;/u32 page = (u32)(places->at[i] >> 8) \& ~0xfffu, first = (u32)(places->at[i] >> 8);/
s/buffer_put32(&b, page)/buffer_put32(\&b, first)/
