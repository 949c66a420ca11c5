# hint: index in the DLL
# loses: 4 5
/^Str import_obj_write/,/^}/s/\.hint = put16(imp->hint),//
