# hint: ordinal minus base
# loses: 3 4 6 9
s/(e->exports\[symbols\[i\].idx\].ordinal - e->base), symbol_idx)/i, symbol_idx)/
