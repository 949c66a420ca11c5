# hint: must not reach in front of the table
# loses: 6
/^static bool find_export(/,/^}/s/bool there = \*address_idx < x->address_count && /bool there = /
