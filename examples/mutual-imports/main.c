// main.c - each call goes back and forth between the two DLLs.
#include "../win.h"

IMPORT int is_even(int n);
IMPORT int is_odd(int n);

void main(void) {
    for (int n = 6; n < 9; n++) say("%d is %s\n", n, is_even(n) ? "even" : is_odd(n) ? "odd" : "neither");
    ExitProcess(0);
}
