# hint: an offset and a relocation
# loses: 4 5 6 7
s/bool by_name = imp->name_type != IMPORT_OBJECT_ORDINAL;/bool by_name = imp->name_type == IMPORT_OBJECT_ORDINAL;/
