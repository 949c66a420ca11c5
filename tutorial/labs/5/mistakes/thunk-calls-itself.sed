# hint: leads to file->slot
# loses: 7 8
s/u32 slot = coff_add_symbol(&run->obj, file->slot->name/u32 slot = coff_add_symbol(\&run->obj, file->thunk->name/
s/coff_add_symbol(&run->obj, file->thunk->name, (i32)run->text_num.*/coff_add_symbol(\&run->obj, file->thunk->name, (i32)run->text_num, off, 0, IMAGE_SYM_CLASS_EXTERNAL);/
