// even.c - even.dll needs odd.dll ...
#include "../win.h"

IMPORT int is_odd(int n);
EXPORT int is_even(int n) { return n == 0 ? 1 : is_odd(n - 1); }
