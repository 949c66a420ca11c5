# hint: for a good object
# loses: 1 2 3 4 5 6 7 8 9 10
s/o->symbol_count = get32(h->symbol_count);/o->symbol_count = get32(h->symbol_count) - 1u;/
