# hint: Every address in the image
# loses: 6
# file: linker/basereloc.c
/^static void collect_places/,/^}/s/if (!type) continue;/continue;/
