# hint: for a good object
# loses: 1 2 3 4 5 6 7 8 9 10
s/o->machine = get16(h->machine);/o->machine = (u16)(h->machine.b[0] << 8 | h->machine.b[1]);/
