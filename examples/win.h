// win.h - the dozen Windows declarations that the examples in C use, and say(), which prints. With these an example needs
// no SDK, no headers and no C run-time library: the compiler's object, kernel32.lib and mylink are all.
//
// __declspec(dllimport) tells the compiler that a function lives in a DLL, so it calls through the slot `__imp_NAME`.
#ifndef WIN_H
#define WIN_H

#define IMPORT __declspec(dllimport)
#define EXPORT __declspec(dllexport)
#define WINAPI __stdcall // x86: the function takes its arguments off the stack. Elsewhere it means nothing

typedef void *HANDLE;
typedef void *HMODULE; // an image's address in memory
typedef unsigned long DWORD;
typedef int BOOL;
typedef __SIZE_TYPE__ SIZE_T; // as wide as a pointer

enum { STD_OUTPUT_HANDLE = -11, INFINITE = -1 };
enum { DLL_PROCESS_DETACH, DLL_PROCESS_ATTACH, DLL_THREAD_ATTACH, DLL_THREAD_DETACH };

IMPORT HANDLE WINAPI GetStdHandle(DWORD which);
IMPORT BOOL WINAPI WriteFile(HANDLE file, const void *bytes, DWORD size, DWORD *written, void *overlapped);
IMPORT __declspec(noreturn) void WINAPI ExitProcess(DWORD code);
IMPORT HMODULE WINAPI LoadLibraryA(const char *name);
IMPORT HMODULE WINAPI GetModuleHandleA(const char *name);
IMPORT void *WINAPI GetProcAddress(HMODULE dll, const char *name); // or an ordinal in place of the pointer
IMPORT BOOL WINAPI FreeLibrary(HMODULE dll);
IMPORT BOOL WINAPI DisableThreadLibraryCalls(HMODULE dll);
IMPORT DWORD WINAPI GetLastError(void);
IMPORT HANDLE WINAPI CreateThread(void *security, SIZE_T stack, DWORD(WINAPI *start)(void *), void *argument, DWORD flags,
                           DWORD *id);
IMPORT DWORD WINAPI WaitForSingleObject(HANDLE object, DWORD milliseconds);
IMPORT BOOL WINAPI CloseHandle(HANDLE object);

// Prints text to the console: %s is a string, %d a number, %% a percent sign.
static inline void say(const char *format, ...) {
    char line[400];
    DWORD n = 0, written;
    __builtin_va_list args;
    __builtin_va_start(args, format);
    for (const char *p = format; *p && n < sizeof line - 12; p++) {
        if (*p != '%') {
            line[n++] = *p;
        } else if (*++p == 's') {
            for (const char *s = __builtin_va_arg(args, const char *); *s && n < sizeof line - 12; s++) line[n++] = *s;
        } else if (*p == 'd') {
            char digits[12];
            int count = 0, value = __builtin_va_arg(args, int);
            unsigned rest = value < 0 ? 0u - (unsigned)value : (unsigned)value;
            do digits[count++] = (char)('0' + rest % 10); while (rest /= 10);
            if (value < 0) line[n++] = '-';
            while (count) line[n++] = digits[--count];
        } else {
            line[n++] = *p;
        }
    }
    __builtin_va_end(args);
    WriteFile(GetStdHandle((DWORD)STD_OUTPUT_HANDLE), line, n, &written, 0);
}

#endif
