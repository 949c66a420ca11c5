# hint: an offset and a relocation
# loses: 2 4 6 7
s/if (by_name) coff_add_reloc.*//
