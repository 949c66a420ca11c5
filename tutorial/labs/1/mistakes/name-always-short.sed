# hint: an offset into the string table
# loses: 6 7 8 10
s/if (load32(rec)) return/if (rec) return/
