# hint: byte order of their full names
# loses: 2 3
s/int c = str_cmp(a->group->name, b->group->name);/int c = str_cmp(b->group->name, a->group->name);/
