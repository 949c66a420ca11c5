# hint: section data is missing
# loses: 1 2 3 4 5 7
/^static void collect_groups/,/^}/s/i < file->section_count/i + 1 < file->section_count/
