# loader-ntdll.sh - the names under kernel32's: ntdll's heap, locks, last error, system call of WriteFile and end of the process; a DLL of one's own that forwards
# to them, as kernel32 does.
. tests/common.sh
cat >$t/own.def <<'END'
LIBRARY own.dll
EXPORTS
    Enter = ntdll.RtlEnterCriticalSection
    Leave = NTDLL.RtlLeaveCriticalSection
    Allocate = NTDLL.RtlAllocateHeap
END
mylib /nologo /def:$t/own.def /machine:x64 /out:$t/own.lib >/dev/null
mylink /nologo /dll /noentry /machine:x64 /def:$t/own.def /out:$t/own.dll
mylib /nologo /def:$t/own.def /machine:x64 /out:$t/own.lib >/dev/null
c_msvc $t/main.obj <<'END'
typedef struct { void *debug; int count, recursion; void *owner, *semaphore; unsigned long long spin; } Section;
typedef struct { unsigned long long status, information; } Io;
__declspec(dllimport) void Enter(Section *), Leave(Section *);
__declspec(dllimport) void *Allocate(void *, unsigned, unsigned long long), *GetProcessHeap(void), *GetStdHandle(unsigned);
__declspec(dllimport) int RtlInitializeCriticalSection(Section *), NtWriteFile(void *, void *, void *, void *, Io *, const void *, unsigned, void *, void *);
__declspec(dllimport) unsigned long long RtlSizeHeap(void *, unsigned, void *);
__declspec(dllimport) void RtlSetLastWin32Error(unsigned), RtlExitUserProcess(unsigned);
__declspec(dllimport) unsigned GetLastError(void);
void start(void) {
    Section section;
    Io io = {1, 1};
    int good = RtlInitializeCriticalSection(&section) == 0;
    Enter(&section), Enter(&section);
    good += section.recursion == 2;
    Leave(&section), Leave(&section);
    good += section.recursion == 0;
    char *piece = Allocate(GetProcessHeap(), 8, 123);
    good += piece[122] == 0 && RtlSizeHeap(GetProcessHeap(), 0, piece) == 123;
    RtlSetLastWin32Error(77);
    good += GetLastError() == 77;
    good += NtWriteFile(GetStdHandle(-11u), 0, 0, 0, &io, "below kernel32\n", 15, 0, 0) == 0 && io.information == 15;
    RtlExitUserProcess(good);
}
END
mylink /nologo /entry:start /subsystem:console /out:$t/main.exe $t/main.obj $t/own.lib ntdll.lib kernel32.lib
run_both -x 6 $t/main.exe 'below kernel32'
