# hint: the first copy stays if it is larger
s/return now->size > first->size;/return true;/
