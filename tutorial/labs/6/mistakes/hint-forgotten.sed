# hint: index in the DLL
/^Str import_obj_write/,/^}/s/\.hint = put16(imp->hint),//
