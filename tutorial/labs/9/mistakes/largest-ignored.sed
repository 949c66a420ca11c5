# hint: wins if it is larger
# loses: 6
s/return now->size > first->size;/return false;/
