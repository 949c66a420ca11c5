# hint: then the machine
# loses: 1
/^Str import_obj_write/,/^}/s/\.machine = put16(imp->machine),//
