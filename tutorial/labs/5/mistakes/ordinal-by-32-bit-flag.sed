# hint: the highest bit of the slot
# loses: 5 6 7
s,1ull << (t->link->machine->pointer_size \* 8 - 1),1ull << 31,
