# hint: Both are written at run time
# loses: 2 4 5 6 7 8 9 10 11
/^static void put_dll(/,/^}/s/put_descriptor_field(d, d->slots_sym, size_of(d, d->slots_num));/XX/
/^static void put_dll(/,/^}/s/put_descriptor_field(d, d->lookup_sym, size_of(d, d->lookup_num));/put_descriptor_field(d, d->slots_sym, size_of(d, d->slots_num));/
/^static void put_dll(/,/^}/s/XX/put_descriptor_field(d, d->lookup_sym, size_of(d, d->lookup_num));/
