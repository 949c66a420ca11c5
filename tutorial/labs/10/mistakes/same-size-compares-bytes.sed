# hint: compares sizes only
s/if (now->size != first->size) report/if (!same_contents(now, first)) report/
