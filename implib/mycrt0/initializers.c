// initializers.c - functions that run before main: constructors of C++ objects, and what C code asks for.
//
//      .CRT$XCA   __xc_a    first of its group: here
//      .CRT$XCU   &init_a   of a.obj
//      .CRT$XCU   &init_b   of b.obj
//      .CRT$XCZ   __xc_z    last: here
//
// Objects put pointers to functions into .CRT$XI... (C) and .CRT$XC... (C++). The linker sorts the groups by name, so that all
// pointers end up between two variables that a start-up function knows. [PE: Grouped Sections (Object Only)]
#include "mycrt0.h"

typedef void Initializer(void);
#define SECTION(name) __attribute__((section(name), used))
SECTION(".CRT$XCA") Initializer *__xc_a = 0;
SECTION(".CRT$XCZ") Initializer *__xc_z = 0;
SECTION(".CRT$XIA") Initializer *__xi_a = 0;
SECTION(".CRT$XIZ") Initializer *__xi_z = 0;

static void run(Initializer **from, Initializer **to) {
    while (++from < to)
        if (*from) (*from)();
}

void __mycrt0_run_initializers(void) {
    run(&__xi_a, &__xi_z);
    run(&__xc_a, &__xc_z);
}
