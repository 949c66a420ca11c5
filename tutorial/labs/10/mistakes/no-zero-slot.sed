# hint: A zero ends each table
# loses: 3
/^static void put_dll(/,/^}/s/put_pointer(d, d->slots_num, 0); .*//
