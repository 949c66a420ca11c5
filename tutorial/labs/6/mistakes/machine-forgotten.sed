# hint: then the machine
/^Str import_obj_write/,/^}/s/\.machine = put16(imp->machine),//
