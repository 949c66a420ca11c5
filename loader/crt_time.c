// crt_time.c - <time.h>. time_t has 64 bits in all of these but the ...32 ones; struct tm is nine 32-bit numbers.
#include "crt.h"

#include <errno.h>
#include <stdio.h>
#include <time.h>

typedef __typeof__(((struct CrtThread *)0)->time) WinTm;

static WinTm windows_tm(const struct tm *t) {
    return (WinTm){t->tm_sec,  t->tm_min,  t->tm_hour, t->tm_mday, t->tm_mon,
                   t->tm_year, t->tm_wday, t->tm_yday, t->tm_isdst};
}

static struct tm host_tm(const WinTm *t) {
    return (struct tm){.tm_sec = t->second,
                       .tm_min = t->minute,
                       .tm_hour = t->hour,
                       .tm_mday = t->day,
                       .tm_mon = t->month,
                       .tm_year = t->year,
                       .tm_wday = t->weekday,
                       .tm_yday = t->yearday,
                       .tm_isdst = t->is_dst};
}

static i64 WINCDECL crt__time64(i64 *to) {
    i64 now = time(NULL);
    if (to) *to = now;
    return now;
}

static i32 WINCDECL crt__time32(i32 *to) {
    i32 now = (i32)time(NULL);
    if (to) *to = now;
    return now;
}

static i32 split(WinTm *to, i64 at, bool local) {
    struct tm parts;
    time_t seconds = (time_t)at;
    if (at < 0 || !(local ? localtime_r(&seconds, &parts) : gmtime_r(&seconds, &parts))) return EINVAL;
    *to = windows_tm(&parts);
    return 0;
}

static WinTm *WINCDECL crt__localtime64(const i64 *at) {
    return split(&crt_thread()->time, *at, true) ? NULL : &crt_thread()->time;
}
static WinTm *WINCDECL crt__gmtime64(const i64 *at) {
    return split(&crt_thread()->time, *at, false) ? NULL : &crt_thread()->time;
}
static WinTm *WINCDECL crt__localtime32(const i32 *at) {
    return split(&crt_thread()->time, *at, true) ? NULL : &crt_thread()->time;
}
static WinTm *WINCDECL crt__gmtime32(const i32 *at) {
    return split(&crt_thread()->time, *at, false) ? NULL : &crt_thread()->time;
}
static i32 WINCDECL crt__localtime64_s(WinTm *to, const i64 *at) { return split(to, *at, true); }
static i32 WINCDECL crt__gmtime64_s(WinTm *to, const i64 *at) { return split(to, *at, false); }

static i64 WINCDECL crt__mktime64(WinTm *t) {
    struct tm parts = host_tm(t);
    time_t at = mktime(&parts);
    *t = windows_tm(&parts);
    return at;
}

static i64 WINCDECL crt__mkgmtime64(WinTm *t) {
    struct tm parts = host_tm(t);
    time_t at = timegm(&parts);
    *t = windows_tm(&parts);
    return at;
}

static i32 WINCDECL crt__mktime32(WinTm *t) { return (i32)crt__mktime64(t); }

static char *WINCDECL crt_asctime(const WinTm *t) {
    static const char days[] = "SunMonTueWedThuFriSat", months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    char *text = crt_thread()->text;
    if (t->weekday < 0 || t->weekday > 6 || t->month < 0 || t->month > 11) return NULL;
    snprintf(text, sizeof crt_thread()->text, "%.3s %.3s %02d %02d:%02d:%02d %d\n", days + 3 * t->weekday,
             months + 3 * t->month, t->day, t->hour, t->minute, t->second, t->year + 1900);
    return text;
}

static char *WINCDECL crt__ctime64(const i64 *at) {
    WinTm t;
    return split(&t, *at, true) ? NULL : crt_asctime(&t);
}

static char *WINCDECL crt__ctime32(const i32 *at) {
    WinTm t;
    return split(&t, *at, true) ? NULL : crt_asctime(&t);
}

static SIZE_T WINCDECL crt_strftime(char *to, SIZE_T n, const char *format, const WinTm *t) {
    struct tm parts = host_tm(t);
    char local_format[256]; // '#' is Windows' flag for another form; the plain form is given
    size_t k = 0;
    for (; *format && k + 1 < sizeof local_format; format++)
        if (!(*format == '#' && k && local_format[k - 1] == '%')) local_format[k++] = *format;
    local_format[k] = 0;
    size_t length = strftime(to, n, local_format, &parts);
    if (!length && n) to[0] = 0; // no room, or nothing to write
    return length;
}

static i32 WINCDECL crt_clock(void) {
    return (i32)((monotonic_nanoseconds() - current_process()->win->start_time) / 1000000);
}
static double WINCDECL crt__difftime64(i64 a, i64 b) { return (double)(a - b); }
static double WINCDECL crt__difftime32(i32 a, i32 b) { return (double)a - b; }

typedef struct { // struct _timeb64
    i64 seconds;
    u16 milliseconds;
    i16 timezone, is_dst;
} TimeB;

static void WINCDECL crt__ftime64(TimeB *to) {
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    *to = (TimeB){t.tv_sec, (u16)(t.tv_nsec / 1000000), 0, 0};
}

static i32 WINCDECL crt__timespec64_get(struct timespec *to, i32 base) {
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    i64 seconds = t.tv_sec;
    i32 nanoseconds = (i32)t.tv_nsec;
    memcpy(to, &seconds, 8);
    memcpy((u8 *)to + 8, &nanoseconds, 4);
    return base;
}

static void WINCDECL crt__tzset(void) { tzset(); }

static char *WINCDECL crt__strdate(char *to) {
    WinTm t = {0};
    split(&t, time(NULL), true);
    snprintf(to, 9, "%02u/%02u/%02u", (u32)(t.month + 1) % 100, (u32)t.day % 100, (u32)t.year % 100);
    return to;
}

static char *WINCDECL crt__strtime(char *to) {
    WinTm t = {0};
    split(&t, time(NULL), true);
    snprintf(to, 9, "%02u:%02u:%02u", (u32)t.hour % 100, (u32)t.minute % 100, (u32)t.second % 100);
    return to;
}

// clang-format off
const BuiltinFunction crt_time_functions[] = {
    CRT(_time64), CRT(_time32), CRT_AS("time", crt__time64), CRT(_localtime64), CRT(_gmtime64), CRT(_localtime32),
    CRT(_gmtime32), CRT_AS("localtime", crt__localtime64), CRT_AS("gmtime", crt__gmtime64), CRT(_localtime64_s),
    CRT(_gmtime64_s), CRT(_mktime64), CRT(_mkgmtime64), CRT(_mktime32), CRT_AS("mktime", crt__mktime64), CRT(asctime),
    CRT(_ctime64), CRT(_ctime32), CRT_AS("ctime", crt__ctime64), CRT(strftime), CRT(clock), CRT(_difftime64),
    CRT(_difftime32), CRT_AS("difftime", crt__difftime64), CRT(_ftime64), CRT_AS("_ftime", crt__ftime64),
    CRT(_timespec64_get), CRT(_tzset), CRT(_strdate), CRT(_strtime), {0},
};
// clang-format on
