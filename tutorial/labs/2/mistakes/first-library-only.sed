# hint: whole round gives nothing
# loses: 4
/^static bool search_libraries(/,/^}/s/i < link->libraries.count/i < 1/
