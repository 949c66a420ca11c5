# hint: Zeros at the end
s/if (s->data && s->size) return/if (s->size) return/
