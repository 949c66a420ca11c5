# hint: slot of the address table
# loses: 6 7 8
s/coff_add_symbol(&t->obj, file->slot->name, (i32)group->address_num/coff_add_symbol(\&t->obj, file->slot->name, (i32)group->lookup_num/
