// main.c - was written for old.dll. It imports from old.dll, and ends up in new.dll and kernel32.dll.
#include "../win.h"

IMPORT int area_of(int width, int height);
IMPORT int perimeter_of(int width, int height);
IMPORT DWORD process_id(void);
IMPORT DWORD WINAPI GetCurrentProcessId(void);

void main(void) {
    say("area %d, perimeter %d\n", area_of(6, 7), perimeter_of(6, 7));
    say("the same process id: %s\n", process_id() == GetCurrentProcessId() ? "yes" : "no");

    HMODULE old = GetModuleHandleA("old.dll"), new = GetModuleHandleA("new.dll");
    say("old.dll's area_of is new.dll's area: %s\n",
        GetProcAddress(old, "area_of") == GetProcAddress(new, "area") ? "yes" : "no");
    say("perimeter_of is ordinal 7: %s\n",
        GetProcAddress(old, "perimeter_of") == GetProcAddress(new, (const char *)7) ? "yes" : "no");
    ExitProcess(0);
}
