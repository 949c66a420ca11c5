# hint: Zeros at the end
# loses: 7
s/if (s->data && s->size) return/if (s->size) return/
