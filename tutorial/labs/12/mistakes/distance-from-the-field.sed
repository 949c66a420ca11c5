# hint: from the end of the field
# loses: 3 5 6 7 8 10
# file: linker/reloc_x64.c
s/place_rva + 4 + bytes_behind/place_rva + bytes_behind/
