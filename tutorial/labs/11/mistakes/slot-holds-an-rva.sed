# hint: the ordinal table lies between them
# loses: 1 2 3 4 8 9
/^static bool write_slot(/,/^}/s/(u64)(uintptr_t)(target->module->base + target->rva)/target->rva/
