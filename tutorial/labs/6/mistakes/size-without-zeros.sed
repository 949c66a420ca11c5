# hint: and their zero bytes
# loses: 2 7
/^Str import_obj_write/,/^}/s/imp->symbol.n + 1 + imp->dll.n + 1/imp->symbol.n + imp->dll.n/
