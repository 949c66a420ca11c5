# hint: a multiple of its own alignment
s/rva = align_up(rva, align);//
