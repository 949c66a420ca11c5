# hint: the ordinal table lies between them
# loses: 1 2 3 5 8 9 11
/^static bool find_export(/,/^}/s/get16(x->ordinals\[idx\]);/get16(x->ordinals[idx]) + x->ordinal_base;/
