# hint: an offset into the string table
s/if (load32(rec)) return/if (rec) return/
