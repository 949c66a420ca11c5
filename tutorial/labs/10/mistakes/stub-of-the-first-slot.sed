# hint: it must name its own slot
# loses: 6 8 9
/^static void put_slot(/,/^}/s/\[TO_SLOT\] = slot,/[TO_SLOT] = d->slots_sym,/
