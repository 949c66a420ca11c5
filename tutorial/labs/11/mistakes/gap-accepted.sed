# hint: a number that nobody exports
# loses: 6
/^static bool find_export(/,/^}/s/ && get32(x->addresses\[\*address_idx\]) != 0;/;/
