# hint: the highest bit of the entry
# loses: 5 8
/^static void put_slot(/,/^}/s/name_type == IMPORT_OBJECT_ORDINAL/name_type == IMPORT_OBJECT_ORDINAL \&\& !slot_off/
