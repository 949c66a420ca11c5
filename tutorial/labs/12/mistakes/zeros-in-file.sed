# hint: takes no room in the file
# loses: 5
# file: linker/layout.c
s/if (s->data && s->size) return/if (s->size) return/
