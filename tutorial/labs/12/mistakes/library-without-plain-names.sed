# hint: writes an import library
# loses: 10
# file: implib/implib.c
s/if (e->type != IMPORT_OBJECT_DATA) symbols\[count++\] = e->symbol;//
