# hint: a multiple of its own alignment
# loses: 4 5
s/rva = align_up(rva + padding_before(link, s), align);//
