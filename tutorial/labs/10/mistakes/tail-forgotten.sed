# hint: jump to its one tail
# loses: 6 8 9 11
/^static void put_slot(/,/^}/s/\[TO_TAIL\] = tail_sym/[TO_TAIL] = slot/
