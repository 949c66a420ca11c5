# hint: three for the name type
s/imp->type | imp->name_type << 2/imp->type | imp->name_type << 3/
