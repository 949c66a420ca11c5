# hint: wins if it is larger
s/return now->size > first->size;/return now->size < first->size;/
