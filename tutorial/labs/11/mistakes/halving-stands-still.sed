# hint: halving must end
# loses: 5
/^static bool find_name(/,/^}/s/else low = \*idx + 1;/else low = *idx;/
