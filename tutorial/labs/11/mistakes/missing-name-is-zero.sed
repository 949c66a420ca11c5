# hint: halving must end all the same
# loses: 5 7
/^static bool find_export(/,/^}/s/if (!find_name(exporter, w, &idx, hint)) return not_exported(p, exporter, w, e);/if (!find_name(exporter, w, \&idx, hint)) idx = 0;/
