# hint: where the DLL really lies
# loses: 8 9
/^static bool write_slot(/,/^}/s/(u64)(uintptr_t)(target->module->base + target->rva)/target->module->pe.opt.image_base + target->rva/
