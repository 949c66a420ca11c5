// hello.c - the program.
#include "greet.h"
#include <stdio.h>

int main(void) {
    greet("build system");
    greet("linker");
    printf("%d greetings from the DLL.\n", greetings);
    return greetings == 2 ? 0 : 1;
}
