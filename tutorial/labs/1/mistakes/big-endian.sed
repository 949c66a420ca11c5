# hint: for a good object
s/o->machine = get16(h->machine);/o->machine = (u16)(h->machine.b[0] << 8 | h->machine.b[1]);/
