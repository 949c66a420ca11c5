# hint: Code has two names
s/if (e->type != IMPORT_OBJECT_DATA) symbols\[count++\] = e->symbol;//
