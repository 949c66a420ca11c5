# hint: No more padding
# loses: 1 2 3 5
s/rva = align_up(rva + padding_before(link, s), align);/rva = align_up(rva, align < 16 ? 16 : align);/
