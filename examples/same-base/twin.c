// twin.c - built twice, as left.dll and right.dll, both for the address 0x20000000. Only one can have it.
#include "../win.h"

static int value = VALUE;

// An absolute address in the file: right only at the preferred base, unless it is relocated. (`volatile` keeps the compiler
// from seeing through it.)
static int *volatile pointer = &value;

EXPORT int FUNCTION(void) { return *pointer; }
