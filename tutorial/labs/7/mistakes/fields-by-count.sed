# hint: both included
s/e->slot_count = e->count ? .*/e->slot_count = e->count;/
