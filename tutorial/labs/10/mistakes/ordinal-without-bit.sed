# hint: the highest bit of the entry
# loses: 5 8
/^static void put_slot(/,/^}/s/1ull << (pointer_size \* 8 - 1) | file->import.hint/file->import.hint/
