// start_dll.c - _DllMainCRTStartup, the entry point that linkers give a DLL: calls DllMain when the DLL has one.
#include "mycrt0.h"

int WINAPI no_dll_main(void *module, u32 reason, void *reserved) {
    (void)module, (void)reason, (void)reserved;
    return 1;
}

#ifdef __i386__
__asm__(".section .drectve,\"yn\"\n\t.ascii \" -alternatename:_DllMain@12=_no_dll_main@12 \"\n\t.text\n");
#else
__asm__(".section .drectve,\"yn\"\n\t.ascii \" -alternatename:DllMain=no_dll_main \"\n\t.text\n");
#endif

int WINAPI DllMain(void *module, u32 reason, void *reserved);

int WINAPI _DllMainCRTStartup(void *module, u32 reason, void *reserved) { return DllMain(module, reason, reserved); }
