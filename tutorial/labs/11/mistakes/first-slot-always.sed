# hint: the ordinal table lies between them
# loses: 1 2 4
/^static bool bind_dll(/,/^}/s/import.slot_rva/dll->address_rva/
