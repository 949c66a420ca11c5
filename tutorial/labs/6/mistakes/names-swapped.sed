# hint: First the symbol, then the DLL
/^Str import_obj_write/,/^}/{s/buffer_put_str(&b, imp->symbol)/buffer_put_str(\&b, imp->XX)/;s/buffer_put_str(&b, imp->dll)/buffer_put_str(\&b, imp->symbol)/;s/imp->XX/imp->dll/}
