# hint: compares sizes only
# loses: 3
s/if (now->size != first->size) report/if (!same_contents(now, first)) report/
