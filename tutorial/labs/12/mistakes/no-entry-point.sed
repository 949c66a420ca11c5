# hint: at which the program begins
# loses: 1 2 3 5 6 7 8 10
# file: linker/image.c
s/if (link->entry) h.entry_rva = symbol_rva(resolved(link->entry));/h.entry_rva = 0;/
