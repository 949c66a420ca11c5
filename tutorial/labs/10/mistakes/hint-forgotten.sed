# hint: The hint is in the import record
# loses: 4
/^static void put_slot(/,/^}/s/buffer_put16(data_of(d, d->names_num), file->import.hint);/buffer_put16(data_of(d, d->names_num), 0);/
