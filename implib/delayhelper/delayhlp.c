// delayhlp.c - what happens at the first call of a delay-loaded function.
//
// The linker's stub calls __delayLoadHelper2 with the DLL's descriptor and the slot of the function. From there:
//
//      1. which function is it?   slot number i of the address table is entry i of the name table
//      2. load the DLL            LoadLibraryExA; its handle goes into the place the descriptor names
//      3. find the function       GetProcAddress, by name or by ordinal
//      4. write it into the slot  the next call goes there directly
//
// Two hooks may look on and step in at each point; when a step fails and no hook helps, an exception says so, because a stub
// has no way to return an error to code that just wanted to call a function.
//
// This is code for Windows, not for the linker: it is compiled into delayimp.lib, uses KERNEL32.dll alone and no run-time library.
// [spec: understanding-the-helper-function] [PE: Delay-Load Import Tables (Image Only)]
#include "delayhlp.h"

// A program that never names kernel32.lib gets it from this.
__asm__(".section .drectve,\"yn\"\n\t.ascii \" -defaultlib:kernel32.lib \"\n\t.text\n");

#define DLLIMPORT __declspec(dllimport)
DLLIMPORT HMODULE WINAPI LoadLibraryExA(LPCSTR name, void *file, DWORD flags);
DLLIMPORT FARPROC WINAPI GetProcAddress(HMODULE module, LPCSTR name);
DLLIMPORT BOOL WINAPI FreeLibrary(HMODULE module);
DLLIMPORT DWORD WINAPI GetLastError(void);
DLLIMPORT void WINAPI RaiseException(DWORD code, DWORD flags, DWORD argument_count, const void *const *arguments);

enum { ERROR_SEVERITY_ERROR = (int)0xc0000000, ERROR_INVALID_PARAMETER = 87, ERROR_MOD_NOT_FOUND = 126, ERROR_PROC_NOT_FOUND = 127 };

extern char __ImageBase[]; // the linker's: the first byte of this image

static void *at(RVA rva) { return __ImageBase + rva; }
static unsigned read32(const void *p) { return *(const unsigned *)p; }

static int same_text(LPCSTR a, LPCSTR b) {
    while (*a && *a == *b) a++, b++;
    return *a == *b;
}

static FARPROC hook(PfnDliHook function, unsigned what, DelayLoadInfo *info) { return function ? function(what, info) : 0; }

static void raise(unsigned error, DelayLoadInfo *info) {
    const void *arguments[1] = {info};
    RaiseException((DWORD)VcppException(ERROR_SEVERITY_ERROR, error), 0, 1, arguments);
}

// ---- The steps

// Names and ordinals are told apart by the topmost bit of the entry. A name has a hint of 2 bytes in front.
static void describe_function(DelayLoadInfo *info) {
    const FARPROC *slots = at(info->pidd->rvaIAT);
    const __UINTPTR_TYPE__ *names = at(info->pidd->rvaINT);
    __UINTPTR_TYPE__ entry = names[info->ppfn - slots];
    info->dlp.fImportByName = entry >> (sizeof entry * 8 - 1) == 0;
    if (info->dlp.fImportByName) info->dlp.szProcName = (LPCSTR)at((RVA)entry) + 2;
    else info->dlp.dwOrdinal = (DWORD)(entry & 0xffff);
}

//> delay-load-step
static HMODULE load(DelayLoadInfo *info) {
    HMODULE *place = at(info->pidd->rvaHmod), module = *place;
    if (module) return module;
    module = (HMODULE)hook(__pfnDliNotifyHook2, dliNotePreLoadLibrary, info);
    if (!module) module = LoadLibraryExA(info->szDll, 0, 0);
    if (!module) {
        info->dwLastError = GetLastError();
        module = (HMODULE)hook(__pfnDliFailureHook2, dliFailLoadLib, info);
    }
    if (!module) return 0;
    // Two threads may come here at once, and each has loaded the DLL. It counts its users; one count is given back.
    if (__atomic_exchange_n(place, module, __ATOMIC_SEQ_CST) == module) FreeLibrary(module);
    return module;
}
//< delay-load-step

// A binding tool wrote the address into the image beforehand. It is right when the DLL is the very same and stands where it wanted to.
static FARPROC bound_function(const DelayLoadInfo *info) {
    PCImgDelayDescr d = info->pidd;
    if (!d->rvaBoundIAT || !d->dwTimeStamp) return 0;
    const char *base = (const char *)info->hmodCur, *pe = base + read32(base + 0x3c);
    const char *optional = pe + 24;
    int is_64 = *(const unsigned short *)optional == 0x20b;
    __UINTPTR_TYPE__ wanted = is_64 ? (__UINTPTR_TYPE__) * (const unsigned long long *)(optional + 24) : read32(optional + 28);
    if (read32(pe + 8) != d->dwTimeStamp || wanted != (__UINTPTR_TYPE__)base) return 0;
    return ((FARPROC *)at(d->rvaBoundIAT))[info->ppfn - (FARPROC *)at(d->rvaIAT)];
}

static FARPROC find(DelayLoadInfo *info) {
    FARPROC function = hook(__pfnDliNotifyHook2, dliNotePreGetProcAddress, info);
    if (!function) function = bound_function(info);
    if (!function) function = GetProcAddress(info->hmodCur, info->dlp.fImportByName ? info->dlp.szProcName : (LPCSTR)(__UINTPTR_TYPE__)info->dlp.dwOrdinal);
    if (!function) {
        info->dwLastError = GetLastError();
        function = hook(__pfnDliFailureHook2, dliFailGetProc, info);
    }
    return function;
}

//> delay-load-and-find
// The function, or 0 after an exception that somebody caught and sent back here. A handler may have put one into info->pfnCur.
static FARPROC load_and_find(DelayLoadInfo *info) {
    info->hmodCur = load(info);
    if (!info->hmodCur) {
        raise(ERROR_MOD_NOT_FOUND, info);
        return info->pfnCur;
    }
    FARPROC function = find(info);
    if (!function) {
        raise(ERROR_PROC_NOT_FOUND, info);
        return info->pfnCur;
    }
    return *info->ppfn = function;
}
//< delay-load-and-find

FARPROC WINAPI __delayLoadHelper2(PCImgDelayDescr descriptor, FARPROC *slot) {
    DelayLoadInfo info; // filled field by field: `= {...}` may become a call of memset, which nobody here has
    info.cb = sizeof info;
    info.pidd = descriptor;
    info.ppfn = slot;
    info.szDll = at(descriptor->rvaDLLName);
    info.hmodCur = *(HMODULE *)at(descriptor->rvaHmod);
    info.pfnCur = 0;
    info.dwLastError = 0;
    if (!(descriptor->grAttrs & dlattrRva)) { // of a linker older than this century, with pointers in place of RVAs
        raise(ERROR_INVALID_PARAMETER, &info);
        return 0;
    }
    describe_function(&info);
    FARPROC function = hook(__pfnDliNotifyHook2, dliStartProcessing, &info);
    if (function) *slot = function;
    else function = load_and_find(&info);

    info.pfnCur = function;
    info.dwLastError = 0;
    hook(__pfnDliNotifyHook2, dliNoteEndProcessing, &info);
    return function;
}

// ---- For programs that ask

// The image's own headers lead to its delay import directory, number 13.
static PCImgDelayDescr find_descriptor(LPCSTR dll) {
    const char *optional = __ImageBase + read32(__ImageBase + 0x3c) + 24;
    const char *directories = optional + (*(const unsigned short *)optional == 0x20b ? 112 : 96);
    RVA rva = read32(directories + 13 * 8);
    if (!rva) return 0;
    PCImgDelayDescr d = at(rva);
    for (; d->rvaDLLName; d++)
        if (same_text(at(d->rvaDLLName), dll)) return d;
    return 0;
}

BOOL WINAPI __FUnloadDelayLoadedDLL2(LPCSTR dll) {
    PCImgDelayDescr d = find_descriptor(dll);
    if (!d || !d->rvaUnloadIAT) return 0;
    HMODULE *place = at(d->rvaHmod), module = __atomic_exchange_n(place, (HMODULE)0, __ATOMIC_SEQ_CST);
    if (!module) return 0;
    FARPROC *slots = at(d->rvaIAT);
    const FARPROC volatile *first = at(d->rvaUnloadIAT); // volatile: a loop, not a call of memcpy
    for (unsigned i = 0; first[i]; i++) slots[i] = first[i];
    FreeLibrary(module);
    return 1;
}

HRESULT WINAPI __HrLoadAllImportsForDll(LPCSTR dll) {
    PCImgDelayDescr d = find_descriptor(dll);
    if (!d) return (HRESULT)0x8007007e; // HRESULT_FROM_WIN32(ERROR_MOD_NOT_FOUND)
    for (FARPROC *slot = at(d->rvaIAT); *slot; slot++)
        if (!__delayLoadHelper2(d, slot)) return (HRESULT)0x8007007f; // HRESULT_FROM_WIN32(ERROR_PROC_NOT_FOUND)
    return 0;
}
