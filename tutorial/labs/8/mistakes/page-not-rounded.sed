# hint: multiple of 1000h
s/u32 page = (u32)(places->at\[i\] >> 8) & ~0xfffu;/u32 page = (u32)(places->at[i] >> 8) \& ~0xfffu, first = (u32)(places->at[i] >> 8);/;s/buffer_put32(&b, page)/buffer_put32(\&b, first)/
