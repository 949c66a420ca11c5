# hint: for a good object
s/o->section_count = get16(h->section_count);/o->section_count = get16(h->section_count) - 1u;/
