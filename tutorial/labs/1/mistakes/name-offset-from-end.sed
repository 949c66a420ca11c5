# hint: an offset into the string table
# loses: 6 7 8 10
s/u32 off = load32(rec + 4);/u32 off = load32(rec + 4) + 4;/
