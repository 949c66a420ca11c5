// counter.c - a DLL that exports variables, not only functions.
#include "../win.h"

EXPORT int counter = 40;
EXPORT const char *const units[] = {"apples", "pears"}; // pointers: relocated before anybody reads them
EXPORT int *address_of_counter(void) { return &counter; }
