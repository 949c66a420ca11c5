# hint: the ordinal table lies between them
# loses: 1 2 3 9 11
/^static bool find_export(/,/^}/s/\*address_idx = get16(x->ordinals\[idx\]);/*address_idx = idx;/
