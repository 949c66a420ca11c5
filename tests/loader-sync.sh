# loader-sync.sh - threads wait for each other: critical sections, SRW locks with condition variables, events, mutexes, semaphores, one-time
# initialisation, suspended threads, time-outs; a thread that spins or waits does not keep the process from ending.
. tests/common.sh
need x86_64-w64-mingw32-gcc
cat >$t/main.c <<'END'
#include <process.h>
#include <stdio.h>
#include <windows.h>
static __thread int mine = 7;
static LONG initialised, spins;
static int ready, total;
static CRITICAL_SECTION section;
static SRWLOCK lock = SRWLOCK_INIT;
static CONDITION_VARIABLE condition = CONDITION_VARIABLE_INIT;
static INIT_ONCE once = INIT_ONCE_STATIC_INIT;
static HANDLE event, semaphore, mutex;
static BOOL CALLBACK initialise(PINIT_ONCE o, void *p, void **c) { InterlockedIncrement(&initialised); return TRUE; }
static DWORD WINAPI work(void *argument) {
    mine += (int)(INT_PTR)argument;
    for (int i = 0; i < 10000; i++) {
        EnterCriticalSection(&section);
        EnterCriticalSection(&section);
        total++;
        LeaveCriticalSection(&section);
        LeaveCriticalSection(&section);
    }
    InitOnceExecuteOnce(&once, initialise, 0, 0);
    AcquireSRWLockExclusive(&lock);
    while (!ready) SleepConditionVariableSRW(&condition, &lock, INFINITE, 0);
    ReleaseSRWLockExclusive(&lock);
    WaitForSingleObject(mutex, INFINITE);
    total += mine;
    ReleaseMutex(mutex);
    ReleaseSemaphore(semaphore, 1, 0);
    return 100 + (DWORD)(INT_PTR)argument;
}
static unsigned __stdcall leave(void *p) { _endthreadex(55); return 1; }
static DWORD WINAPI abandon(void *p) { WaitForSingleObject(mutex, INFINITE); return 0; }
static DWORD WINAPI stuck(void *p) { WaitForSingleObject(event, INFINITE); return 0; }
static DWORD WINAPI spin(void *p) { for (;;) *(volatile LONG *)&spins += 1; }
int main(void) {
    HANDLE threads[4];
    DWORD id, code;
    InitializeCriticalSection(&section);
    event = CreateEventA(0, TRUE, FALSE, 0), semaphore = CreateSemaphoreA(0, 0, 10, 0), mutex = CreateMutexA(0, FALSE, "the mutex");
    for (int i = 0; i < 4; i++) threads[i] = CreateThread(0, 0, work, (void *)(INT_PTR)i, 0, &id);
    Sleep(20);
    AcquireSRWLockExclusive(&lock);
    ready = 1;
    ReleaseSRWLockExclusive(&lock);
    WakeAllConditionVariable(&condition);
    printf("all: %lu\n", WaitForMultipleObjects(4, threads, TRUE, INFINITE));
    printf("total %d, initialised %ld, mine %d\n", total, initialised, mine);
    for (int i = 0; i < 4; i++) {
        GetExitCodeThread(threads[i], &code);
        printf("%lu %lu\n", code, WaitForSingleObject(semaphore, 0));
    }
    printf("time out: %lu %lu\n", WaitForSingleObject(semaphore, 10), WaitForSingleObject(event, 0));
    SetEvent(event);
    HANDLE two[] = {semaphore, event};
    printf("any: %lu\n", WaitForMultipleObjects(2, two, FALSE, INFINITE));
    ResetEvent(event);
    HANDLE thread = (HANDLE)_beginthreadex(0, 0, leave, 0, 0, 0);
    WaitForSingleObject(thread, INFINITE);
    GetExitCodeThread(thread, &code);
    printf("left with %lu\n", code);
    WaitForSingleObject(CreateThread(0, 0, abandon, 0, 0, &id), INFINITE);
    printf("abandoned: %lx\n", WaitForSingleObject(mutex, 0));
    ReleaseMutex(mutex);
    HANDLE same = CreateMutexA(0, FALSE, "the mutex");
    printf("exists: %d\n", same && GetLastError() == ERROR_ALREADY_EXISTS);
    thread = CreateThread(0, 0, work, (void *)9, CREATE_SUSPENDED, &id);
    printf("suspended: %lu\n", WaitForSingleObject(thread, 30));
    ResumeThread(thread);
    printf("resumed: %lu\n", WaitForSingleObject(thread, INFINITE));
    DWORD slot = TlsAlloc();
    TlsSetValue(slot, &slot);
    printf("slot: %d\n", TlsGetValue(slot) == &slot);
    CreateThread(0, 0, stuck, 0, 0, &id), CreateThread(0, 0, spin, 0, 0, &id);
    while (!*(volatile LONG *)&spins) Sleep(1);
    return 9;
}
END
x86_64-w64-mingw32-gcc -O1 -o $t/main.exe $t/main.c
run_both -x 9 $t/main.exe 'all: 0
total 40034, initialised 1, mine 7
100 0
101 0
102 0
103 0
time out: 258 258
any: 1
left with 55
abandoned: 80
exists: 1
suspended: 258
resumed: 0
slot: 1'
