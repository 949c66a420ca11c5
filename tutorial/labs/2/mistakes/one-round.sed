# hint: until a whole round gives nothing
# loses: 4
/^static bool search_libraries(/,/^}/s/any |= gave;/any |= gave; gave = false;/
