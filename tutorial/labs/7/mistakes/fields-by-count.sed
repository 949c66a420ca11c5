# hint: both included
# loses: 1 2 3 4 5 6 7 8 9
s/e->slot_count = e->count ? .*/e->slot_count = e->count;/
