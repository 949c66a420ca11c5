// mycrt0.h - what the files of mycrt0.lib share. The library is code for Windows, not a part of the linker: mycrt0.mk.
//
// One name or one family a file, so that a program pulls in what it uses and nothing else. `size_t` and the rest are
// spelled here, because the library is compiled without any system's headers, for each machine, by clang or by
// mingw-w64's gcc.
#ifndef MYCRT0_H
#define MYCRT0_H

typedef __SIZE_TYPE__ size_t;
typedef __UINTPTR_TYPE__ uintptr_t;
typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long long u64;

#ifdef __i386__
#define WINAPI __attribute__((stdcall))
#define C_NAME(name) "_" #name // C names have an underscore in front
#else
#define WINAPI
#define C_NAME(name) #name
#endif

void __mycrt0_run_initializers(void); // initializers.c

#endif
