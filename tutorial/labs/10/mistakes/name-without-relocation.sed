# hint: an offset in d->names_num and a relocation
# loses: 4 8 9
/^static void put_slot(/,/^}/s/^    coff_add_reloc(&d->obj, d->lookup_num, size_of(d, d->lookup_num), d->names_sym, link->machine->rel_rva);//
