# hint: section data is missing
# loses: 1 2 3 4 5 7
/^static void collect_groups/,/^}/s/num <= file->coff.section_count/num < file->coff.section_count/
