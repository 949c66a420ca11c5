# hint: for a good object
s/o->symbol_count = get32(h->symbol_count);/o->symbol_count = get32(h->symbol_count) - 1u;/
