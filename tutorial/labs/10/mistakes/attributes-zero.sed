# hint: the fields are RVAs
# loses: 2
/^static void put_dll(/,/^}/s/buffer_put32(data_of(d, d->directory_num), 1);/buffer_put32(data_of(d, d->directory_num), 0);/
