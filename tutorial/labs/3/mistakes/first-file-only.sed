# hint: order of the files
# loses: 1 3
/^static void collect_groups/,/^}/s/f < link->files.count/f < 1/
