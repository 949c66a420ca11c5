# hint: the address of the function's stub
# loses: 6 7 8 9 10 11
/^static void put_slot(/,/^}/s/coff_add_reloc(&d->obj, d->slots_num, slot_off, stub, link->machine->rel_address);/coff_add_reloc(\&d->obj, d->slots_num, slot_off, stub, link->machine->rel_rva);/
