# hint: for a good object
s/o->symbol_size = 18;/o->symbol_size = 20;/
