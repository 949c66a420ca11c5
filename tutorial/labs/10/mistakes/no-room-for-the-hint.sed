# hint: 2 bytes of hint
# loses: 4 8 9
/^static void put_slot(/,/^}/s/buffer_put16(data_of(d, d->names_num), file->import.hint);//
