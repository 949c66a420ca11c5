# hint: how the DLL is found and bound
# loses: 10
# file: linker/imports.c
s/coff_add_symbol(&run->obj, file->thunk->name, (i32)run->text_num, off,/coff_add_symbol(\&run->obj, file->thunk->name, (i32)run->text_num, off + 1,/
