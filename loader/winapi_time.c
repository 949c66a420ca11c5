// winapi_time.c - clocks. Windows counts 100 ns steps since 1601, Linux seconds since 1970: 11 644 473 600 s apart.
#include "winapi.h"

#include <time.h>

static FileTime now(void) {
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return file_time_of((u64)t.tv_sec, (u64)t.tv_nsec);
}

static void WINAPI win_GetSystemTimeAsFileTime(FileTime *t) { *t = now(); }

static DWORD WINAPI win_GetTickCount(void) { return (DWORD)(monotonic_nanoseconds() / 1000000); }
static u64 WINAPI win_GetTickCount64(void) { return monotonic_nanoseconds() / 1000000; }

// Ten million steps a second, as on every Windows since version 10.
static BOOL WINAPI win_QueryPerformanceCounter(i64 *count) {
    *count = (i64)(monotonic_nanoseconds() / 100);
    return TRUE;
}

static BOOL WINAPI win_QueryPerformanceFrequency(i64 *frequency) {
    *frequency = 10000000;
    return TRUE;
}

typedef struct { // SYSTEMTIME
    u16 year, month, weekday, day, hour, minute, second, milliseconds;
} SystemTime;

static SystemTime system_time(const struct tm *t, u64 nanoseconds) {
    return (SystemTime){(u16)(t->tm_year + 1900), (u16)(t->tm_mon + 1), (u16)t->tm_wday, (u16)t->tm_mday,
                        (u16)t->tm_hour,          (u16)t->tm_min,       (u16)t->tm_sec,  (u16)(nanoseconds / 1000000)};
}

static void WINAPI win_GetSystemTime(SystemTime *to) {
    struct timespec t;
    struct tm parts;
    clock_gettime(CLOCK_REALTIME, &t);
    *to = system_time(gmtime_r(&t.tv_sec, &parts), (u64)t.tv_nsec);
}

static void WINAPI win_GetLocalTime(SystemTime *to) {
    struct timespec t;
    struct tm parts;
    clock_gettime(CLOCK_REALTIME, &t);
    *to = system_time(localtime_r(&t.tv_sec, &parts), (u64)t.tv_nsec);
}

static BOOL WINAPI win_FileTimeToSystemTime(const FileTime *from, SystemTime *to) {
    u64 ns = unix_nanoseconds_of(*from);
    time_t seconds = (time_t)(ns / 1000000000u);
    struct tm parts;
    *to = system_time(gmtime_r(&seconds, &parts), ns % 1000000000u);
    return TRUE;
}

static BOOL WINAPI win_SystemTimeToFileTime(const SystemTime *from, FileTime *to) {
    struct tm parts = {.tm_year = from->year - 1900,
                       .tm_mon = from->month - 1,
                       .tm_mday = from->day,
                       .tm_hour = from->hour,
                       .tm_min = from->minute,
                       .tm_sec = from->second};
    if (from->month < 1 || from->month > 12 || from->day < 1 || from->day > 31) return fail(ERROR_INVALID_PARAMETER);
    *to = file_time_of((u64)timegm(&parts), (u64)from->milliseconds * 1000000u);
    return TRUE;
}

static i64 offset_seconds(time_t at) {
    struct tm parts;
    localtime_r(&at, &parts);
    return parts.tm_gmtoff;
}

static BOOL WINAPI win_FileTimeToLocalFileTime(const FileTime *from, FileTime *to) {
    u64 ticks = ((u64)from->high << 32 | from->low);
    ticks += (u64)(offset_seconds((time_t)(unix_nanoseconds_of(*from) / 1000000000u)) * 10000000);
    *to = (FileTime){(u32)ticks, (u32)(ticks >> 32)};
    return TRUE;
}

static i32 WINAPI win_CompareFileTime(const FileTime *a, const FileTime *b) {
    u64 x = (u64)a->high << 32 | a->low, y = (u64)b->high << 32 | b->low;
    return (x > y) - (x < y);
}

typedef struct { // TIME_ZONE_INFORMATION
    i32 bias;
    WCHAR standard_name[32];
    SystemTime standard_date;
    i32 standard_bias;
    WCHAR daylight_name[32];
    SystemTime daylight_date;
    i32 daylight_bias;
} TimeZone;

static DWORD WINAPI win_GetTimeZoneInformation(TimeZone *zone) {
    *zone = (TimeZone){.bias = (i32)(-offset_seconds(time(NULL)) / 60)};
    return 0; // unknown: whether daylight saving is part of the bias is not told
}

static BOOL WINAPI win_GetProcessTimes(HANDLE process, FileTime *created, FileTime *ended, FileTime *kernel,
                                       FileTime *user) {
    (void)process;
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    u64 ticks = (u64)t.tv_sec * 10000000u + (u64)t.tv_nsec / 100;
    *created = now();
    *ended = *kernel = (FileTime){0};
    *user = (FileTime){(u32)ticks, (u32)(ticks >> 32)};
    return TRUE;
}

// clang-format off
const BuiltinFunction time_functions[] = {
    FN(GetSystemTimeAsFileTime), FN_AS("GetSystemTimePreciseAsFileTime", win_GetSystemTimeAsFileTime), FN(GetTickCount),
    FN(GetTickCount64), FN(QueryPerformanceCounter), FN(QueryPerformanceFrequency), FN(GetSystemTime), FN(GetLocalTime),
    FN(FileTimeToSystemTime), FN(SystemTimeToFileTime), FN(FileTimeToLocalFileTime), FN(CompareFileTime),
    FN(GetTimeZoneInformation), FN(GetProcessTimes), {0},
};
// clang-format on
