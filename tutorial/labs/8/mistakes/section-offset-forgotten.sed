# hint: needs an entry
s/(s->rva + r.section_off)/(s->rva)/
