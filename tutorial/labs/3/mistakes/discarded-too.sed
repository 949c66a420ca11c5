# hint: discarded or not live
s/if (s->discarded || !s->live) continue;//
