# hint: slot of the address table
# loses: 6 7
s/^    u32 off = (u32)coff_section_data(&t->obj, group->address_num)->n;/    u32 off = (u32)coff_section_data(\&t->obj, group->address_num)->n + 8;/
