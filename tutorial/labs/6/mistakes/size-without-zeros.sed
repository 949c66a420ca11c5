# hint: and their zero bytes
/^Str import_obj_write/,/^}/s/imp->symbol.n + 1 + imp->dll.n + 1/imp->symbol.n + imp->dll.n/
