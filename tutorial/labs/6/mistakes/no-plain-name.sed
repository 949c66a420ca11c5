# hint: Code has two names
# loses: 6 7
s/if (e->type != IMPORT_OBJECT_DATA) symbols\[count++\] = e->symbol;//
