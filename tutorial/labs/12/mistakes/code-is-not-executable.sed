# hint: says what it does not like
# loses: 2 3 5 6 7 8 10
# file: linker/image.c
s/->flags = put32(out->flags);/->flags = put32(out->flags \& 0x5fffffff);/
