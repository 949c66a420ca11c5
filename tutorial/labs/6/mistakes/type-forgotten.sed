# hint: Two bits for the type
s/imp->type | imp->name_type << 2/imp->name_type << 2/
