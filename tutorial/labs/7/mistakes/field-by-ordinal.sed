# hint: ordinal minus base
s/(e->exports\[symbols\[i\].idx\].ordinal - e->base), symbol_idx)/(e->exports[symbols[i].idx].ordinal), symbol_idx)/
