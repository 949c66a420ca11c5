# hint: the ordinal table lies between them
# loses: 1 2 3 4 8 9
/^static bool write_slot(/,/^}/s/if (size == 8)/if (size == 4)/
