# hint: An absolute symbol is a number
s/ || t.is_absolute) continue/) continue/
