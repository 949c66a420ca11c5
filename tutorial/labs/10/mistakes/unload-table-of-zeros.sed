# hint: the slots' first contents
# loses: 10
/^static void put_slot(/,/^}/s/coff_add_reloc(&d->obj, d->unload_num, size_of(d, d->unload_num), stub, link->machine->rel_address);//
