# hint: it is its default
/^static Symbol \*end_of_chain/,/^}/s/sym = sym->weak_default;/return NULL;/
