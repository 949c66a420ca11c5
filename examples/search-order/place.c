// place.c - built several times; each says where it lies.
#include "../win.h"

EXPORT const char *place(void) { return PLACE; }
