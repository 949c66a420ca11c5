# hint: wins if it is larger
# loses: 6 7
s/return now->size > first->size;/return now->size < first->size;/
