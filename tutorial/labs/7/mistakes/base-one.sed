# hint: Base is the lowest ordinal
# loses: 1 3 4 6 7
s/e->base = lowest;/e->base = 1;/
