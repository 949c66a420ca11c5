# hint: in the order of the command line
# loses: 5
/^static bool search_libraries(/,/^}/s/link->libraries.at\[i\]/link->libraries.at[link->libraries.count - 1 - i]/g
