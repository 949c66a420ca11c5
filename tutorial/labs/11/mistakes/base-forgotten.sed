# hint: the ordinal minus the base
# loses: 4 6 9
/^static bool find_export(/,/^}/s/w->ordinal - x->ordinal_base;/w->ordinal;/
