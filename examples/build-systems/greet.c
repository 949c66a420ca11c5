// greet.c - the DLL.
#include "greet.h"
#include <stdio.h>

int greetings;

int greet(const char *name) {
    greetings++;
    return printf("Hello, %s.\n", name);
}
