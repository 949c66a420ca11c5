# hint: discarded or not live
# loses: 6
s/if (s->discarded || !s->live) continue;//
