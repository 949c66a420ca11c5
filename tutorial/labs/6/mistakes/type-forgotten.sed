# hint: Two bits for the type
# loses: 5
s/imp->type | imp->name_type << 2/imp->name_type << 2/
