# hint: ordinal minus base
s/(e->exports\[symbols\[i\].idx\].ordinal - e->base), symbol_idx)/i, symbol_idx)/
