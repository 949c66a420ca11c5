# loader-time.sh - clocks and calendars of kernel32 and of the C run-time: a known moment in every form and back, moments that are none, clocks that go
# forward and agree with each other; the same in Wine.
. tests/common.sh
need x86_64-w64-mingw32-gcc
cat >$t/main.c <<'END'
#include <stdio.h>
#include <stdlib.h>
#include <windows.h>
static void *function(const char *name) {
    void *found = GetProcAddress(LoadLibraryA("ucrtbase.dll"), name);
    if (found) return found;
    printf("no %s\n", name);
    exit(9);
}
#define FN(name, result, ...) ((result(*)(__VA_ARGS__))function(name))
typedef long long i64;
typedef struct { int second, minute, hour, day, month, year, weekday, yearday, dst; } Tm;
static void show(const Tm *t) { if (t) printf("%d-%d-%d %d:%d:%d %d %d %d\n", t->year, t->month, t->day, t->hour, t->minute, t->second, t->weekday, t->yearday, t->dst); else puts("none"); }
static i64 ticks(FILETIME t) { return (i64)t.dwHighDateTime << 32 | t.dwLowDateTime; }
static i64 system_now(void) { FILETIME t; GetSystemTimeAsFileTime(&t); return ticks(t); }
int main(void) {
    // ---- kernel32
    SYSTEMTIME s = {2024, 2, 0, 29, 12, 34, 56, 789}, back, here;
    FILETIME t, local, made, ended, kernel, user;
    printf("%d", SystemTimeToFileTime(&s, &t));
    printf(" %lld %d", ticks(t), FileTimeToSystemTime(&t, &back));
    printf(" %d-%d-%d %d %d:%d:%d.%d\n", back.wYear, back.wMonth, back.wDay, back.wDayOfWeek, back.wHour, back.wMinute, back.wSecond, back.wMilliseconds);
    s.wMonth = 13;
    printf("%d", SystemTimeToFileTime(&s, &local));
    printf(" %lu %d", GetLastError(), FileTimeToLocalFileTime(&t, &local));
    printf(" %lld", ticks(local) - ticks(t));
    local.dwLowDateTime++;
    printf(" %ld %ld %ld\n", CompareFileTime(&t, &local), CompareFileTime(&local, &t), CompareFileTime(&t, &t));
    GetSystemTime(&s), GetLocalTime(&here);
    SystemTimeToFileTime(&s, &t);
    printf("%d %d", system_now() - ticks(t) < 600000000, here.wYear == s.wYear);
    i64 count, later, frequency;
    DWORD tick = GetTickCount();
    QueryPerformanceFrequency(&frequency), QueryPerformanceCounter(&count);
    ULONGLONG tick64 = GetTickCount64();
    Sleep(30);
    QueryPerformanceCounter(&later);
    printf(" %d %d %d %d", (later - count) * 1000 / frequency >= 29, (later - count) / frequency < 20, GetTickCount() - tick >= 10, GetTickCount64() - tick64 >= 10);
    TIME_ZONE_INFORMATION zone = {.Bias = 77};
    printf(" %d", GetTimeZoneInformation(&zone) != TIME_ZONE_ID_INVALID);
    printf(" %ld %d", zone.Bias, GetProcessTimes(GetCurrentProcess(), &made, &ended, &kernel, &user));
    printf(" %d\n", ticks(user) < 600000000);
    // ---- the C run-time
    i64 moment = 1709210096, before = -2; // the same one
    int moment32 = 1709210096;
    Tm tm = {56, 34, 12, 29, 1, 124}, other;
    show(FN("_gmtime64", Tm *, i64 *)(&moment));
    show(FN("_localtime64", Tm *, i64 *)(&moment));
    show(FN("_gmtime32", Tm *, int *)(&moment32));
    show(FN("_localtime32", Tm *, int *)(&moment32));
    printf("%d", FN("_gmtime64_s", int, Tm *, i64 *)(&other, &moment));
    printf(" %d %d", other.yearday, FN("_localtime64_s", int, Tm *, i64 *)(&other, &moment));
    printf(" %d %lld %lld %d\n", other.yearday, FN("_mkgmtime64", i64, Tm *)(&tm), FN("_mktime64", i64, Tm *)(&tm), FN("_mktime32", int, Tm *)(&tm));
    printf("%s", FN("asctime", char *, Tm *)(&tm));
    printf("%s", FN("_ctime64", char *, i64 *)(&moment));
    printf("%s", FN("_ctime32", char *, int *)(&moment32));
    char text[100], clock[20];
    FN("strftime", size_t, char *, size_t, const char *, const Tm *)(text, sizeof text, "%Y %j %a %B %p %I", &tm);
    printf("%s", text);
    printf(" %d", (int)FN("strftime", size_t, char *, size_t, const char *, const Tm *)(text, 3, "%Y", &tm));
    printf(" [%s]\n", text);
    i64 now = FN("_time64", i64, i64 *)(&later);
    int now32 = FN("_time32", int, int *)(&moment32);
    printf("%d %d %d", now == later, now32 - now < 2, moment32 == now32);
    printf(" %d", now - (system_now() / 10000000 - 11644473600) < 2);
    printf(" %g %g", FN("_difftime64", double, i64, i64)(10, 4), FN("_difftime32", double, int, int)(10, 14));
    struct { i64 seconds; unsigned short ms; short zone, dst; } b = {0};
    FN("_ftime64", void, void *)(&b);
    struct { i64 seconds; int nanoseconds; } spec = {0};
    printf(" %d %d", b.seconds - now < 2, b.ms < 1000);
    printf(" %d", FN("_timespec64_get", int, void *, int)(&spec, 1));
    printf(" %d %d\n", spec.seconds - now < 2, spec.nanoseconds < 1000000000);
    FN("_tzset", void, void)();
    FN("_strdate", char *, char *)(text), FN("_strtime", char *, char *)(clock);
    printf("%d %c%c %d %c%c %d\n", (int)strlen(text), text[2], text[5], (int)strlen(clock), clock[2], clock[5], FN("clock", long, void)() < 60000);
    return 0;
}
END
x86_64-w64-mingw32-gcc -O1 -w -fno-builtin -o $t/main.exe $t/main.c
run_both $t/main.exe '1 133536836967890000 1 2024-2-29 4 12:34:56.789
0 87 1 0 -1 1 0
1 1 1 1 1 1 1 0 1 1
124-1-29 12:34:56 4 59 0
124-1-29 12:34:56 4 59 0
124-1-29 12:34:56 4 59 0
124-1-29 12:34:56 4 59 0
0 59 0 59 1709210096 1709210096 1709210096
Thu Feb 29 12:34:56 2024
Thu Feb 29 12:34:56 2024
Thu Feb 29 12:34:56 2024
2024 060 Thu February PM 12 0 []
1 1 1 1 6 -4 1 1 1 1 1
8 // 8 :: 1'
