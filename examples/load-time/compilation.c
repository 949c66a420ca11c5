// compilation.c - uses my_dll.dll by name. The import library my_dll.lib tells the linker which DLL has the function; the
// loader brings the DLL in before the first line of main runs.
#include "../win.h"

IMPORT int my_function(int n);

void main(void) {
    say("main: my_dll is already here: %s\n", GetModuleHandleA("my_dll.dll") ? "yes" : "no");
    say("main: my_function(21) = %d\n", my_function(21));

    HMODULE dll = GetModuleHandleA("my_dll.dll");
    FreeLibrary(dll); // has no effect: what came with the program stays until the process ends
    say("main: after FreeLibrary it is still here: %s\n", GetModuleHandleA("my_dll.dll") ? "yes" : "no");
    ExitProcess(0);
}
