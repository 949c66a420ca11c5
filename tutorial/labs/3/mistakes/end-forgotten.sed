# hint: the size ends with the last byte
s/if (s->size) end = rva;/if (s->size \&\& end == section_rva) end = rva;/
