# hint: for a good object
# loses: 1 2 3 4 5 6 7 8 9 10
s/o->section_count = get16(h->section_count);/o->section_count = get16(h->section_count) - 1u;/
