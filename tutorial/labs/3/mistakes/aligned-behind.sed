# hint: a multiple of its own alignment
s/rva = align_up(rva + padding_before(link, s), align);//;s/rva += s->size;/rva = align_up(rva + s->size, align);/
