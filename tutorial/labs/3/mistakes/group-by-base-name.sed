# hint: byte order of their full names
# loses: 2 3
s/find_group(g, name, s->flags/find_group(g, base_name(name), s->flags/
