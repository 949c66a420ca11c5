# hint: a multiple of its own alignment
s/rva = align_up(rva, align);//;s/rva += s->size;/rva = align_up(rva + s->size, align);/
