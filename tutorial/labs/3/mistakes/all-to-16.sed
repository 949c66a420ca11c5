# hint: No more padding
s/rva = align_up(rva, align);/rva = align_up(rva, align < 16 ? 16 : align);/
