# loader-locks.sh - the other half of kernel32's synchronisation: SRW locks that several threads fight for, shared and exclusive; condition variables with critical
# sections; waitable timers; named objects; one-time initialisation in two steps; lists without locks; numbers of threads, TLS and FLS slots; the same in Wine.
. tests/common.sh
need x86_64-w64-mingw32-gcc
cat >$t/main.c <<'END'
#define _WIN32_WINNT 0x0a00
#include <process.h>
#include <stdio.h>
#include <windows.h>
static void n(long long value) { printf("%lld ", value); } // one after the other: arguments of one printf have no order
static void t(const char *text) { printf("[%s] ", text ? text : "null"); }
static void w(const WCHAR *text) { for (printf("["); text && *text; text++) printf("%c", *text); printf("] "); }
static void nl(void) { puts(""); }
static void check(BOOL ok) { n(ok); if (!ok) n(GetLastError()); }
static SRWLOCK lock;
static long total, torn, pair[2];
static DWORD WINAPI fight(void *kind) {
    for (int i = 0; i < 20000; i++) {
        if (kind) {
            AcquireSRWLockShared(&lock);
            if (pair[0] != pair[1]) torn++;
            ReleaseSRWLockShared(&lock);
        } else {
            AcquireSRWLockExclusive(&lock);
            pair[0]++, total++;
            if (i % 200 == 0) Sleep(0); // so that the others find it locked
            pair[1]++;
            ReleaseSRWLockExclusive(&lock);
        }
    }
    return 0;
}
static void srw_locks(void) {
    HANDLE threads[6];
    InitializeSRWLock(&lock);
    for (int i = 0; i < 6; i++) threads[i] = CreateThread(0, 0, fight, (void *)(INT_PTR)(i & 1), 0, 0);
    n(WaitForMultipleObjects(6, threads, TRUE, 60000)), n(total), n(torn);
    n(TryAcquireSRWLockShared(&lock)), n(TryAcquireSRWLockShared(&lock)), n(TryAcquireSRWLockExclusive(&lock)), ReleaseSRWLockShared(&lock), ReleaseSRWLockShared(&lock);
    n(TryAcquireSRWLockExclusive(&lock)), n(TryAcquireSRWLockShared(&lock)), ReleaseSRWLockExclusive(&lock), nl();
}
static CRITICAL_SECTION section;
static CONDITION_VARIABLE filled, emptied;
static int slot, sum;
static DWORD WINAPI produce(void *unused) {
    for (int i = 1; i <= 1000; i++) {
        EnterCriticalSection(&section);
        while (slot) SleepConditionVariableCS(&emptied, &section, INFINITE);
        slot = i;
        LeaveCriticalSection(&section);
        WakeConditionVariable(&filled);
    }
    return 0;
}
static void conditions(void) {
    check(InitializeCriticalSectionEx(&section, 100, 0)), n(SetCriticalSectionSpinCount(&section, 200) >= 0), InitializeConditionVariable(&filled), InitializeConditionVariable(&emptied);
    HANDLE thread = CreateThread(0, 0, produce, 0, 0, 0);
    for (int i = 0; i < 1000; i++) {
        EnterCriticalSection(&section);
        while (!slot) SleepConditionVariableCS(&filled, &section, INFINITE);
        sum += slot, slot = 0;
        LeaveCriticalSection(&section);
        WakeConditionVariable(&emptied);
    }
    n(WaitForSingleObjectEx(thread, 60000, FALSE)), n(sum);
    EnterCriticalSection(&section);
    check(SleepConditionVariableCS(&filled, &section, 10)), n(GetLastError() == ERROR_TIMEOUT), LeaveCriticalSection(&section);
    check(InitializeCriticalSectionAndSpinCount(&section, 10)), n(TryEnterCriticalSection(&section)), nl();
}
static void timers(void) {
    LARGE_INTEGER due = {.QuadPart = -200000}; // 20 ms
    HANDLE timer = CreateWaitableTimerA(0, FALSE, 0), manual = CreateWaitableTimerW(0, TRUE, L"the timer");
    n(WaitForSingleObject(timer, 0)), check(SetWaitableTimer(timer, &due, 0, 0, 0, FALSE)), n(WaitForSingleObject(timer, 10000)), n(WaitForSingleObject(timer, 30));
    check(SetWaitableTimer(timer, &due, 10, 0, 0, FALSE)), n(WaitForSingleObject(timer, 10000)), n(WaitForSingleObject(timer, 10000)), check(CancelWaitableTimer(timer)), n(WaitForSingleObject(timer, 50));
    FILETIME now;
    GetSystemTimeAsFileTime(&now), due.LowPart = now.dwLowDateTime, due.HighPart = now.dwHighDateTime, due.QuadPart += 100000;
    check(SetWaitableTimer(manual, &due, 0, 0, 0, FALSE)), n(WaitForSingleObject(manual, 10000)), n(WaitForSingleObject(manual, 0)), check(SetWaitableTimer(GetCurrentThread(), &due, 0, 0, 0, FALSE)), check(CancelWaitableTimer(0)), n(SleepEx(1, FALSE)), nl();
}
static void named(void) {
    HANDLE event = CreateEventW(0, TRUE, FALSE, L"an event"), mutex = CreateMutexW(0, TRUE, L"a mutex"), semaphore = CreateSemaphoreW(0, 1, 2, L"a semaphore"), other;
    n(GetLastError()), other = CreateEventA(0, TRUE, FALSE, "an event"), n(GetLastError()), SetEvent(other), n(WaitForSingleObject(event, 0)), ResetEvent(event), n(WaitForSingleObject(other, 0)), CloseHandle(other);
    other = OpenEventA(EVENT_ALL_ACCESS, FALSE, "an event"), n(other != 0), SetEvent(other), n(WaitForSingleObject(event, 0)), CloseHandle(other);
    other = OpenMutexA(MUTEX_ALL_ACCESS, FALSE, "a mutex"), n(other != 0), check(ReleaseMutex(other)), check(ReleaseMutex(mutex)), n(OpenEventA(EVENT_ALL_ACCESS, FALSE, "none") == 0), n(GetLastError());
    n(CreateMutexA(0, FALSE, "an event") == 0), n(GetLastError()), check(ReleaseSemaphore(semaphore, 2, 0)), check(ReleaseSemaphore(semaphore, 1, 0)), CloseHandle(mutex), n(OpenMutexA(MUTEX_ALL_ACCESS, FALSE, "a mutex") == 0), nl();
}
static void once(void) {
    INIT_ONCE state;
    BOOL pending = 9;
    void *context = 0;
    InitOnceInitialize(&state);
    n(InitOnceBeginInitialize(&state, INIT_ONCE_CHECK_ONLY, &pending, &context)), n(InitOnceBeginInitialize(&state, 0, &pending, &context)), n(pending), check(InitOnceComplete(&state, INIT_ONCE_INIT_FAILED, 0));
    n(InitOnceBeginInitialize(&state, 0, &pending, &context)), n(pending), check(InitOnceComplete(&state, 0, (void *)0x40)), n(InitOnceBeginInitialize(&state, 0, &pending, &context)), n(pending), n((INT_PTR)context), nl();
}
static void lists(void) {
    static SLIST_HEADER head;
    static SLIST_ENTRY entries[3];
    InitializeSListHead(&head);
    n(InterlockedPopEntrySList(&head) == 0), n(InterlockedPushEntrySList(&head, &entries[0]) == 0), n(InterlockedPushEntrySList(&head, &entries[1]) == &entries[0]), InterlockedPushEntrySList(&head, &entries[2]);
    n(QueryDepthSList(&head)), n(InterlockedPopEntrySList(&head) == &entries[2]), n(InterlockedFlushSList(&head) == &entries[1]), n(QueryDepthSList(&head)), n(entries[1].Next == &entries[0]), nl();
}
static long calls;
static void CALLBACK slot_gone(void *value) { calls += (long)(INT_PTR)value; }
static DWORD fls;
static unsigned __stdcall with_slots(void *unused) { FlsSetValue(fls, (void *)5); return 0; }
static DWORD WINAPI leaves(void *unused) { ExitThread(77); }
static void __cdecl old_style(void *event) { SetEvent(event); _endthread(); }
static void threads(void) {
    DWORD many[1100], used = 0, code, id;
    while (used < 1100 && (many[used] = TlsAlloc()) != TLS_OUT_OF_INDEXES) used++;
    n(used > 900), check(TlsSetValue(many[used - 1], (void *)42)), n((INT_PTR)TlsGetValue(many[used - 1])), n((INT_PTR)TlsGetValue(many[used - 2])), check(TlsFree(many[used - 1])), n(TlsAlloc() == many[used - 1]), n((INT_PTR)TlsGetValue(many[used - 1]));
    while (used--) TlsFree(many[used]);
    check(TlsFree(5000)), check(TlsSetValue(5000, 0)), n(TlsGetValue(5000) == 0), n(GetLastError()), nl();
    fls = FlsAlloc(slot_gone);
    HANDLE thread = (HANDLE)_beginthreadex(0, 0, with_slots, 0, 0, 0);
    WaitForSingleObject(thread, INFINITE), n(calls), check(FlsSetValue(fls, (void *)7)), n((INT_PTR)FlsGetValue(fls)), check(FlsFree(fls)), check(FlsFree(5000)), check(FlsSetValue(5000, 0)), n(FlsGetValue(5000) == 0), nl();
    thread = CreateThread(0, 0, leaves, 0, CREATE_SUSPENDED, &id), n(GetThreadId(thread) == id), n(ResumeThread(thread)), WaitForSingleObject(thread, INFINITE), check(GetExitCodeThread(thread, &code)), n(code);
    HANDLE event = CreateEventA(0, FALSE, FALSE, 0);
    n(_beginthread(old_style, 0, event) != -1), n(WaitForSingleObject(event, 10000)), n(ResumeThread(event)), n(GetThreadId(event)), check(GetExitCodeThread(event, &code)), nl();
    check(SetThreadPriority(GetCurrentThread(), 0)), n(GetThreadPriority(GetCurrentThread())), SwitchToThread(), n(GetCurrentProcessorNumber() < 1024), n(SetThreadDescription(GetCurrentThread(), L"main") >= 0), id = 0x10000, check(SetThreadStackGuarantee(&id));
    DWORD_PTR mask = 0, system = 0;
    check(GetProcessAffinityMask(GetCurrentProcess(), &mask, &system)), n(mask && (mask & ~system) == 0), check(SetProcessAffinityMask(GetCurrentProcess(), mask)), n(SetThreadAffinityMask(GetCurrentThread(), mask) == mask);
    HANDLE self = OpenProcess(PROCESS_ALL_ACCESS, FALSE, GetCurrentProcessId());
    n(self != 0), check(GetExitCodeProcess(self, &code)), n(code), n(OpenProcess(PROCESS_ALL_ACCESS, FALSE, 0x7ffffffc) == 0), n(GetLastError()), check(GetExitCodeProcess(event, &code)), nl();
    fflush(stdout);
    TerminateProcess(self, 21);
}
int main(void) {
    srw_locks(), conditions(), timers(), named(), once(), lists(), threads();
    return 0;
}
END
x86_64-w64-mingw32-gcc -O1 -w -o $t/main.exe $t/main.c
run_both -x 21 $t/main.exe '0 60000 0 1 1 0 1 0 
1 1 0 500500 0 1460 1 1 1 
258 1 0 258 1 0 0 1 258 1 0 0 0 6 0 6 0 
0 183 0 258 1 0 1 1 0 288 1 2 1 6 0 298 1 0 
0 1 1 1 1 1 1 1 0 64 
1 1 1 3 1 1 0 1 
1 1 42 0 1 1 0 0 87 0 87 1 87 
5 1 7 1 0 87 0 87 1 
1 1 1 77 1 0 4294967295 0 0 6 
1 0 1 1 1 1 1 1 1 1 1 259 1 87 0 6 '
