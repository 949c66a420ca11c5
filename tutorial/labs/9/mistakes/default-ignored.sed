# hint: it is its default
# loses: 8 9
/^static Symbol \*end_of_chain/,/^}/s/sym = sym->weak_default;/return NULL;/
