# hint: as many as there are slots
# loses: 10
/^static void put_slot(/,/^}/s/if (d->bound_num) put_pointer(d, d->bound_num, 0);//
