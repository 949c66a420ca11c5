# hint: until a whole round gives nothing
/^static bool search_libraries(/,/^}/s/any |= gave;/any |= gave; gave = false;/
