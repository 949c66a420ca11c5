# hint: Base is the lowest ordinal
s/e->base = lowest;/e->base = 1;/
