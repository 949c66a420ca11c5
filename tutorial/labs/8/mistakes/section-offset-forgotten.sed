# hint: needs an entry
# loses: 1 3 4 6 7
s/(s->rva + r.section_off)/(s->rva)/
