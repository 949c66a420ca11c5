# hint: nothing is mapped
# loses: 11
/^static bool bind_dll(/,/^}/s/if (module->base && !write_slot/if (!write_slot/
