# hint: the caller reports what is left
/^static bool search_libraries(/,/^}/s/any |= gave;/any |= gave; gave = true;/
