# hint: the caller reports what is left
# loses: 1 2 3 4 5 6 7 8
/^static bool search_libraries(/,/^}/s/any |= gave;/any |= gave; gave = true;/
