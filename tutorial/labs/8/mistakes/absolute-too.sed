# hint: An absolute symbol is a number
# loses: 3 6
s/ || t.is_absolute) continue/) continue/
