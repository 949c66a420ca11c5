# hint: goes through the headers
# loses: 1 2 3 5 6 7 8 10
# file: linker/image.c
s/coff->machine = put16(link->machine->id);/coff->machine = put16(0x14c);/
