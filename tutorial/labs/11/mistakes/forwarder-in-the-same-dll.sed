# hint: go on with that DLL
# loses: 9
/^bool resolve_export(/,/^}/s/exporter = need_module(p, exporter, dll, e);/need_module(p, exporter, dll, e);/
