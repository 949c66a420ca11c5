# hint: the first copy stays if it is larger
# loses: 7
s/return now->size > first->size;/return true;/
