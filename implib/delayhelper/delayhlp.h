// delayhlp.h - delay-loaded DLLs, for programs that want to watch, to steer or to unload.
//
// Programs that only delay-load need no header: /DELAYLOAD:x.dll and delayimp.lib do it all. The names and layouts here are
// those of Microsoft's <delayimp.h>, so source written for the one compiles with the other. Works with <windows.h> included
// before, and without it. [spec: understanding-the-helper-function]
//
//      static FARPROC WINAPI watch(unsigned what, PDelayLoadInfo info) { ...; return 0; }
//      const PfnDliHook __pfnDliNotifyHook2 = watch;
#ifndef DELAYHLP_H
#define DELAYHLP_H

#ifndef WINAPI // no <windows.h>: the few of its types that are needed here
#define WINAPI __stdcall
typedef int BOOL;
typedef long HRESULT;
typedef unsigned long DWORD; // 32 bits on Windows, whatever the pointers have
typedef const char *LPCSTR;
typedef struct HINSTANCE__ *HMODULE;
typedef long long (WINAPI *FARPROC)(void);
#endif

#ifdef __cplusplus
#define DLI_C extern "C"
#else
#define DLI_C extern
#endif

typedef DWORD RVA;

// One delay-loaded DLL, as the linker makes it: addresses count from the image's first byte.
typedef struct ImgDelayDescr {
    DWORD grAttrs;      // dlattrRva
    RVA rvaDLLName;
    RVA rvaHmod;        // module handle; 0 there until the DLL is loaded
    RVA rvaIAT;         // slots: the functions' addresses, or those of the linker's stubs
    RVA rvaINT;         // their names, in the same order
    RVA rvaBoundIAT;    // addresses found by a binding tool; 0: none
    RVA rvaUnloadIAT;   // the slots' first contents (/DELAY:UNLOAD); 0: none
    DWORD dwTimeStamp;  // of the DLL the image was bound to
} ImgDelayDescr, *PImgDelayDescr;
typedef const ImgDelayDescr *PCImgDelayDescr;

enum DLAttr { dlattrRva = 0x1 };

// What a hook is called for, and what its answer does. 0 always means: go on as usual.
enum {
    dliStartProcessing,       // notify: the function to use; nothing else happens then
    dliNoteStartProcessing = dliStartProcessing,
    dliNotePreLoadLibrary,    // notify: the module to use
    dliNotePreGetProcAddress, // notify: the function to use
    dliFailLoadLib,           // failure: a module to use after all
    dliFailGetProc,           // failure: a function to use after all
    dliNoteEndProcessing,     // notify: no answer
};

typedef struct DelayLoadProc {
    BOOL fImportByName;
    union {
        LPCSTR szProcName;
        DWORD dwOrdinal;
    };
} DelayLoadProc;

typedef struct DelayLoadInfo {
    DWORD cb;             // size of this structure
    PCImgDelayDescr pidd;
    FARPROC *ppfn;        // the slot
    LPCSTR szDll;
    DelayLoadProc dlp;    // the function wanted
    HMODULE hmodCur;      // the DLL, once it is loaded
    FARPROC pfnCur;       // the function, once it is found
    DWORD dwLastError;    // in failures: GetLastError's answer
} DelayLoadInfo, *PDelayLoadInfo;

typedef FARPROC(WINAPI *PfnDliHook)(unsigned what, PDelayLoadInfo info);

// A program may define these two; the library has null ones for those that do not.
DLI_C const PfnDliHook __pfnDliNotifyHook2;
DLI_C const PfnDliHook __pfnDliFailureHook2;

// Called by the linker's stubs. Returns the function and writes it into the slot. Raises an exception when there is none: its
// code is VcppException(ERROR_SEVERITY_ERROR, ERROR_MOD_NOT_FOUND or ERROR_PROC_NOT_FOUND), its one argument a PDelayLoadInfo.
DLI_C FARPROC WINAPI __delayLoadHelper2(PCImgDelayDescr descriptor, FARPROC *slot);

// Unloads a DLL and makes its functions load it again at the next call. The name is spelled as in the import library.
// False when it is not loaded, or the program was linked without /DELAY:UNLOAD.
DLI_C BOOL WINAPI __FUnloadDelayLoadedDLL2(LPCSTR dll);

// Loads a DLL and finds all functions that the program uses of it. S_OK, or HRESULT_FROM_WIN32(ERROR_MOD_NOT_FOUND) when the image
// does not delay-load a DLL of that name. Hooks and exceptions are as in a first call.
DLI_C HRESULT WINAPI __HrLoadAllImportsForDll(LPCSTR dll);

#define FACILITY_VISUALCPP 0x6d
#define VcppException(severity, error) ((severity) | (FACILITY_VISUALCPP << 16) | (error))

#endif
