# hint: an offset and a relocation
s/bool by_name = imp->name_type != IMPORT_OBJECT_ORDINAL;/bool by_name = imp->name_type == IMPORT_OBJECT_ORDINAL;/
