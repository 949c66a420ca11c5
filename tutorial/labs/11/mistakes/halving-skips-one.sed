# hint: Then halve
# loses: 2
/^static bool find_name(/,/^}/s/high = \*idx;/high = *idx - (*idx > low);/
