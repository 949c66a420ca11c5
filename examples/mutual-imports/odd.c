// odd.c - ... and odd.dll needs even.dll. Which one can be linked first?
#include "../win.h"

IMPORT int is_even(int n);
EXPORT int is_odd(int n) { return n == 0 ? 0 : is_even(n - 1); }
