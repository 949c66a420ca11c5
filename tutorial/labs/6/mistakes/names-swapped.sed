# hint: First the symbol, then the DLL
# loses: 3 7
/^Str import_obj_write/,/^}/s/buffer_put_str(&b, imp->symbol)/buffer_put_str(\&b, imp->XX)/
/^Str import_obj_write/,/^}/s/buffer_put_str(&b, imp->dll)/buffer_put_str(\&b, imp->symbol)/
/^Str import_obj_write/,/^}/s/imp->XX/imp->dll/
