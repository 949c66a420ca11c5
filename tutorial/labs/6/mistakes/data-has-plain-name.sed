# hint: Data has only its slot
# loses: 6
s/if (e->type != IMPORT_OBJECT_DATA) symbols/symbols/
