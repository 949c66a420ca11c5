# hint: then one of zeros
# loses: 1 2 6 7
s/buffer_zeros(coff_section_data(&t->obj, num), sizeof(ImportDescriptorRecord));/buffer_put(coff_section_data(\&t->obj, num), "\\1\\1\\1\\1\\1\\1\\1\\1\\1\\1\\1\\1\\1\\1\\1\\1\\1\\1\\1\\1", 20);/
