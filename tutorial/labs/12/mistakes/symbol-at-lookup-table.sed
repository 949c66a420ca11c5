# hint: through its slot
# loses: 8 10
# file: linker/imports.c
s/coff_add_symbol(&t->obj, file->slot->name, (i32)group->address_num/coff_add_symbol(\&t->obj, file->slot->name, (i32)group->lookup_num/
