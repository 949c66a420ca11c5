// start_win.c - WinMainCRTStartup: from the loader's call to WinMain(module, 0, command line, how to show the window).
//
//      "C:\my app\a.exe" one "two three"   ->   one "two three"
//
// Unlike main, WinMain gets its command line in one piece, without the program's name.
#include "mycrt0.h"

typedef struct { // STARTUPINFOA: what the caller of CreateProcess wished
    u32 size;
    char *reserved, *desktop, *title;
    u32 x, y, width, height, columns, rows, fill, flags;
    unsigned short show_window, reserved_size;
    u8 *reserved_bytes;
    void *handles[3];
} StartupInfo;

enum { STARTF_USESHOWWINDOW = 1, SW_SHOWDEFAULT = 10 };

__declspec(dllimport) char *WINAPI GetCommandLineA(void);
__declspec(dllimport) void *WINAPI GetModuleHandleA(const char *name);
__declspec(dllimport) void WINAPI GetStartupInfoA(StartupInfo *info);
__declspec(dllimport) void WINAPI ExitProcess(u32 code);
__asm__(".section .drectve,\"yn\"\n\t.ascii \" -defaultlib:kernel32.lib \"\n\t.text\n");

int WINAPI WinMain(void *module, void *previous, char *command_line, int show);

static int is_blank(char c) { return c == ' ' || c == '\t'; }

void WinMainCRTStartup(void) {
    char *p = GetCommandLineA();
    for (int quoted = 0; *p && (quoted || !is_blank(*p)); p++)
        if (*p == '"') quoted = !quoted;
    while (is_blank(*p)) p++;
    StartupInfo info = {.size = sizeof info};
    GetStartupInfoA(&info);
    __mycrt0_run_initializers();
    ExitProcess((u32)WinMain(GetModuleHandleA(0), 0, p, info.flags & STARTF_USESHOWWINDOW ? info.show_window : SW_SHOWDEFAULT));
}
