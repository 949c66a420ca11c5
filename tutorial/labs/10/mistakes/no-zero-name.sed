# hint: A zero ends each table
# loses: 3 5
/^static void put_dll(/,/^}/s/put_pointer(d, d->lookup_num, 0);//
