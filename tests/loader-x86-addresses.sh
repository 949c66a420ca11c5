# loader-x86-addresses.sh - an x86 program finds its stack, its heap, what it reserves and its DLLs below 2 GB, as on Windows.
. tests/common.sh
can_run x86 || skip 'build/myload-x86 was not built'
c_for x86 $t/main.obj <<'END'
typedef unsigned long DWORD;
__declspec(dllimport) __declspec(noreturn) void __stdcall ExitProcess(DWORD);
__declspec(dllimport) void *__stdcall VirtualAlloc(void *, DWORD, DWORD, DWORD);
__declspec(dllimport) void *__stdcall HeapAlloc(void *, DWORD, DWORD);
__declspec(dllimport) void *__stdcall GetProcessHeap(void);
__declspec(dllimport) void *__stdcall GetModuleHandleA(const char *);
__declspec(dllimport) void *__stdcall CreateThread(void *, DWORD, DWORD(__stdcall *)(void *), void *, DWORD, DWORD *);
__declspec(dllimport) DWORD __stdcall WaitForSingleObject(void *, DWORD);
static DWORD above;
static void look(const void *at) { above += (DWORD)at >> 31 || !at; }
static DWORD __stdcall work(void *unused) {
    int here;
    look(&here);
    return 0;
}
void start(void) {
    DWORD id;
    work(0);
    look(HeapAlloc(GetProcessHeap(), 0, 100));
    look(HeapAlloc(GetProcessHeap(), 0, 50 << 20));
    look(VirtualAlloc(0, 600 << 20, 0x2000, 1));
    look(GetModuleHandleA("kernel32.dll"));
    for (int i = 0; i < 8; i++) WaitForSingleObject(CreateThread(0, 4 << 20, work, 0, 0, &id), (DWORD)-1);
    ExitProcess(above);
}
END
mylink /nologo /entry:start /subsystem:console /out:$t/a.exe $t/main.obj kernel32.lib
run_load -x 0 $t/a.exe ''
