# hint: the size ends with the last byte
# loses: 1 2 3 4 5 7
s/if (s->size) end = rva;/if (s->size \&\& end == section_rva) end = rva;/
