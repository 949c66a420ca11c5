# hint: whole round gives nothing
/^static bool search_libraries(/,/^}/s/i < link->libraries.count/i < 1/
