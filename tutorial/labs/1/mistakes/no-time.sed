# hint: Bytes 4 to 7
s/o->time_stamp = get32(h->time_stamp);//
