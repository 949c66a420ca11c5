# hint: Data has only its slot
s/if (e->type != IMPORT_OBJECT_DATA) symbols/symbols/
