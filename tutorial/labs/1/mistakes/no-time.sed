# hint: Bytes 4 to 7
# loses: 3
s/o->time_stamp = get32(h->time_stamp);//
