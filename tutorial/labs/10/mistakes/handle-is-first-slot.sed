# hint: Nothing is loaded yet
# loses: 2
/^static void put_dll(/,/^}/s/^    put_pointer(d, d->slots_num, 0);$//
