# hint: an offset and a relocation
s/if (by_name) coff_add_reloc.*//
