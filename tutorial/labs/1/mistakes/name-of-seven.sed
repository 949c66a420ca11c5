# hint: stands in the record
# loses: 5 7 9
s/Str shorter = {rec, 8};/Str shorter = {rec, 7};/
