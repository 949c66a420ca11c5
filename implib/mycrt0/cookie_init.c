// cookie_init.c - a cookie that nobody can know before: time, process and thread numbers, an address. See cookie.c.
// Call it before any checked function, from one that is not checked itself.
#include "mycrt0.h"

__declspec(dllimport) void WINAPI GetSystemTimeAsFileTime(u64 *time);
__declspec(dllimport) int WINAPI QueryPerformanceCounter(u64 *count);
__declspec(dllimport) u32 WINAPI GetCurrentThreadId(void);
__declspec(dllimport) u32 WINAPI GetCurrentProcessId(void);

extern uintptr_t __security_cookie;

void __security_init_cookie(void) {
    u64 time = 0, count = 0;
    GetSystemTimeAsFileTime(&time);
    QueryPerformanceCounter(&count);
    uintptr_t cookie = (uintptr_t)time ^ (uintptr_t)(count << 16) ^ (uintptr_t)&time;
    cookie ^= (uintptr_t)GetCurrentThreadId() ^ (uintptr_t)GetCurrentProcessId() << 8;
    if (sizeof cookie == 8) cookie &= (uintptr_t)0x0000ffffffffffffull; // a zero byte stops overflowing string functions
    __security_cookie = cookie | 1;
}
