// memory.c - memcpy, memmove, memset, memcmp: what compilers call for large copies and comparisons.
//
// Byte by byte where the processor has no instruction for it: this library is small, not fast. A compiler that sees such a
// loop may replace it by a call of memcpy, which inside memcpy would never end: mycrt0.mk forbids it (-fno-builtin).
#include "mycrt0.h"

#if defined __x86_64__ || defined __i386__
static void copy_up(u8 *to, const u8 *from, size_t n) {
    __asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(n) : : "memory");
}

static void fill(u8 *to, u8 value, size_t n) { __asm__ volatile("rep stosb" : "+D"(to), "+c"(n) : "a"(value) : "memory"); }
#else
static void copy_up(u8 *to, const u8 *from, size_t n) {
    while (n--) *to++ = *from++;
}

static void fill(u8 *to, u8 value, size_t n) {
    while (n--) *to++ = value;
}
#endif

void *memcpy(void *to, const void *from, size_t n) {
    copy_up(to, from, n);
    return to;
}

void *memmove(void *to, const void *from, size_t n) {
    u8 *t = to;
    const u8 *f = from;
    if ((uintptr_t)t - (uintptr_t)f >= n) { // `to` is not inside [from, from + n)
        copy_up(t, f, n);
    } else {
        while (n--) t[n] = f[n];
    }
    return to;
}

void *memset(void *to, int value, size_t n) {
    fill(to, (u8)value, n);
    return to;
}

int memcmp(const void *a, const void *b, size_t n) {
    const u8 *x = a, *y = b;
    for (; n; n--, x++, y++)
        if (*x != *y) return *x - *y;
    return 0;
}

size_t strlen(const char *s) {
    size_t n = 0;
    while (s[n]) n++;
    return n;
}
