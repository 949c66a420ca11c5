# hint: needs an entry
# loses: 1 3 4 6 7
s/(u64)(s->rva + r.section_off)/(u64)(r.section_off)/
