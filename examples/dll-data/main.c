// main.c - reads and writes a variable that lives in the DLL. For data there is no jump that could stand in, so
// __declspec(dllimport) is a must: it makes the compiler go through the slot __imp_counter.
#include "../win.h"

IMPORT extern int counter;
IMPORT extern const char *const units[];
IMPORT int *address_of_counter(void);

void main(void) {
    say("counter is %d\n", counter);
    counter += 2;
    say("now %d %s, and the DLL sees %d\n", counter, units[0], *address_of_counter());
    say("one variable, one address: %s\n", &counter == address_of_counter() ? "yes" : "no");

    int *found = (int *)GetProcAddress(GetModuleHandleA("counter.dll"), "counter");
    say("GetProcAddress finds data too: %d %s\n", *found, units[1]);
    ExitProcess(0);
}
