# hint: where it jumps
# loses: 7
s/coff_add_symbol(&run->obj, file->thunk->name, (i32)run->text_num, off,/coff_add_symbol(\&run->obj, file->thunk->name, (i32)run->text_num, off + machine->thunk_size,/
