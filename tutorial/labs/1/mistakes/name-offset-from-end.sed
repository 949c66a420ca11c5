# hint: an offset into the string table
s/u32 off = load32(rec + 4);/u32 off = load32(rec + 4) + 4;/
