# hint: stands in the record
s/Str shorter = {rec, 8};/Str shorter = {rec, 7};/
