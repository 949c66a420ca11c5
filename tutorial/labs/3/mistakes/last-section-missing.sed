# hint: section data is missing
/^static void collect_groups/,/^}/s/num <= file->coff.section_count/num < file->coff.section_count/
