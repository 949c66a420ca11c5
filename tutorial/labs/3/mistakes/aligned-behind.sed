# hint: a multiple of its own alignment
# loses: 4 5
s/rva = align_up(rva + padding_before(link, s), align);//
s/rva += s->size;/rva = align_up(rva + s->size, align);/
