# hint: order of the files
/^static void collect_groups/,/^}/s/f < link->files.count/f < 1/
