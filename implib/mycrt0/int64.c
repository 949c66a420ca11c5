// int64.c - 64-bit arithmetic for x86, which has instructions for 32 bits. Arguments are on the stack and the function
// removes them; the result is in edx:eax. No division of 64 bits may be written in here: it would call itself.
#include "mycrt0.h"

#ifdef __i386__
typedef long long i64;

// The name as the compiler asks for it, without the @16 of stdcall.
#define NAMED(name) __asm__("__" #name)

typedef struct {
    u64 quotient, rest;
} Division;

// As on paper, one binary digit at a time.
static Division divide(u64 a, u64 b) {
    Division d = {0, 0};
    for (int i = 0; i < 64; i++) {
        u32 carry = (u32)(d.rest >> 63);
        d.rest = d.rest << 1 | a >> 63;
        a <<= 1;
        d.quotient <<= 1;
        if (carry || d.rest >= b) d.rest -= b, d.quotient |= 1;
    }
    return d;
}

static u64 magnitude(i64 x) { return x < 0 ? 0 - (u64)x : (u64)x; }

u64 WINAPI aulldiv(u64 a, u64 b) NAMED(aulldiv);
u64 WINAPI aullrem(u64 a, u64 b) NAMED(aullrem);
i64 WINAPI alldiv(i64 a, i64 b) NAMED(alldiv);
i64 WINAPI allrem(i64 a, i64 b) NAMED(allrem);
i64 WINAPI allmul(i64 a, i64 b) NAMED(allmul);

u64 WINAPI aulldiv(u64 a, u64 b) { return divide(a, b).quotient; }
u64 WINAPI aullrem(u64 a, u64 b) { return divide(a, b).rest; }

i64 WINAPI alldiv(i64 a, i64 b) {
    u64 q = divide(magnitude(a), magnitude(b)).quotient;
    return (i64)((a < 0) != (b < 0) ? 0 - q : q);
}

i64 WINAPI allrem(i64 a, i64 b) {
    u64 r = divide(magnitude(a), magnitude(b)).rest;
    return (i64)(a < 0 ? 0 - r : r);
}

// (aH * 2^32 + aL) * (bH * 2^32 + bL), without what lies above 2^64
i64 WINAPI allmul(i64 a, i64 b) {
    u32 al = (u32)a, ah = (u32)((u64)a >> 32), bl = (u32)b, bh = (u32)((u64)b >> 32);
    return (i64)((u64)al * bl + ((u64)(al * bh + ah * bl) << 32));
}

// Shifts come with the number in edx:eax and the count in cl. From 64 on all bits are shifted out.
__asm__(".text\n"
        ".globl __allshl\n"
        "__allshl:\n"
        "   cmp $64, %cl\n"
        "   jae 2f\n"
        "   cmp $32, %cl\n"
        "   jae 1f\n"
        "   shld %cl, %eax, %edx\n"
        "   shl %cl, %eax\n"
        "   ret\n"
        "1: mov %eax, %edx\n"
        "   xor %eax, %eax\n"
        "   shl %cl, %edx\n"
        "   ret\n"
        "2: xor %eax, %eax\n"
        "   xor %edx, %edx\n"
        "   ret\n"
        ".globl __aullshr\n"
        "__aullshr:\n"
        "   cmp $64, %cl\n"
        "   jae 2b\n"
        "   cmp $32, %cl\n"
        "   jae 3f\n"
        "   shrd %cl, %edx, %eax\n"
        "   shr %cl, %edx\n"
        "   ret\n"
        "3: mov %edx, %eax\n"
        "   xor %edx, %edx\n"
        "   shr %cl, %eax\n"
        "   ret\n"
        ".globl __allshr\n"
        "__allshr:\n"
        "   cmp $63, %cl\n"
        "   jbe 4f\n"
        "   mov $63, %cl\n"
        "4: cmp $32, %cl\n"
        "   jae 5f\n"
        "   shrd %cl, %edx, %eax\n"
        "   sar %cl, %edx\n"
        "   ret\n"
        "5: mov %edx, %eax\n"
        "   sar $31, %edx\n"
        "   sar %cl, %eax\n"
        "   ret\n");
#endif
