# hint: needs an entry
s/(u64)(s->rva + r.section_off)/(u64)(r.section_off)/
