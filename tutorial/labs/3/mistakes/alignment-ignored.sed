# hint: a multiple of its own alignment
s/rva = align_up(rva + padding_before(link, s), align);//
