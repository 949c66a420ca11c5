# hint: three for the name type
# loses: 5
s/imp->type | imp->name_type << 2/imp->type | imp->name_type << 3/
