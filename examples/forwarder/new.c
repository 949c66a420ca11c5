// new.c - the DLL that has the functions now.
#include "../win.h"

int area(int width, int height) { return width * height; }
int perimeter(int width, int height) { return 2 * (width + height); } // new.def: ordinal 7, without a name
