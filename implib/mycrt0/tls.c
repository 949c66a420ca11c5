// tls.c - thread-local variables.
//
//      .tls$        variables with their first values   ---copied for every thread--->   slot _tls_index of its TLS array
//      _tls_used    the directory that tells the loader where they are
//      .CRT$XL*     functions that the loader calls when a thread comes and goes, a list that ends with 0
//
// A reference to _tls_index pulls this file in. Its sections sort before and behind those of the program's objects.
// [PE: The .tls Section]
#include "mycrt0.h"

#define SECTION(name) __attribute__((section(name), used))

u32 _tls_index;

#ifdef __i386__
// Where a thread's TLS array stands in its TEB (fs:[2Ch]); x86 code takes the number from this absolute symbol.
__asm__(".globl __tls_array\n__tls_array = 0x2c\n");
#endif

SECTION(".tls") char _tls_start = 0;
SECTION(".tls$ZZZ") char _tls_end = 0;
SECTION(".CRT$XLA") void *__xl_a = 0;
SECTION(".CRT$XLZ") void *__xl_z = 0;

typedef struct {
    const void *start, *end;
    u32 *index;
    void **callbacks;
    u32 zero_size, flags;
} TlsDirectory;

const TlsDirectory _tls_used = {&_tls_start, &_tls_end, &_tls_index, &__xl_a + 1, 0, 0};
