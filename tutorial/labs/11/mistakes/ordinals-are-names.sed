# hint: the ordinal minus the base
# loses: 4 6
/^static bool bind_dll(/,/^}/s/\.by_ordinal = import.by_ordinal/.by_ordinal = false/
