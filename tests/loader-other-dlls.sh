# loader-other-dlls.sh - the few functions that are built in of advapi32, bcrypt, userenv, user32 and more of ntdll: names of user and home, random bytes, a message
# box in UTF-16, handles, versions, ends of thread and process.
. tests/common.sh
need x86_64-w64-mingw32-gcc
cat >$t/main.c <<'END'
#include <stdio.h>
#include <windows.h>
#define FN(dll, name, result, ...) ((result(WINAPI *)(__VA_ARGS__))GetProcAddress(LoadLibraryA(dll), name))
static void n(long long value) { printf("%lld ", value); }
static DWORD WINAPI leave(void *unused) { FN("ntdll.dll", "RtlExitUserThread", void, ULONG)(66); return 1; }
int main(int argc, char **argv) {
    unsigned char zeros[600] = {0}, bytes[600] = {0};
    int used = 0;
    n(FN("advapi32.dll", "SystemFunction036", BOOLEAN, void *, ULONG)(bytes, 600) != 0);
    for (int i = 0; i < 600; i++) used += bytes[i] != 0;
    n(used > 500), memset(bytes, 0, 600), used = 0;
    n(FN("bcrypt.dll", "BCryptGenRandom", LONG, HANDLE, void *, ULONG, ULONG)(0, bytes, 600, 2));
    for (int i = 0; i < 600; i++) used += bytes[i] != 0;
    n(used > 500), puts("");
    struct { USHORT size, capacity; WCHAR *text; } string;
    RTL_OSVERSIONINFOW version = {sizeof version};
    FN("ntdll.dll", "RtlInitUnicodeString", void, void *, const WCHAR *)(&string, L"four"), n(string.size), n(string.capacity), n(string.text[3]);
    FN("ntdll.dll", "RtlInitUnicodeString", void, void *, const WCHAR *)(&string, 0), n(string.size), n(string.capacity), n(string.text == 0), puts("");
    n(FN("ntdll.dll", "RtlGetVersion", LONG, void *)(&version)), n(version.dwMajorVersion >= 6), n(version.dwPlatformId), SetLastError(88), n(FN("ntdll.dll", "RtlGetLastWin32Error", ULONG, void)()), puts("");
    void *piece = FN("ntdll.dll", "RtlAllocateHeap", void *, HANDLE, ULONG, SIZE_T)(GetProcessHeap(), 0, 10);
    n(FN("ntdll.dll", "RtlFreeHeap", BOOLEAN, HANDLE, ULONG, void *)(GetProcessHeap(), 0, piece)), n(*(void **)((char *)FN("ntdll.dll", "RtlGetCurrentPeb", void *, void)() + 16) == GetModuleHandleA(0));
    HANDLE event = CreateEventA(0, 0, 0, 0), thread = CreateThread(0, 0, leave, 0, 0, 0);
    DWORD code = 0;
    n(FN("ntdll.dll", "NtClose", LONG, HANDLE)(event)), n(FN("ntdll.dll", "NtClose", LONG, HANDLE)(event) == (LONG)0xc0000008), WaitForSingleObject(thread, INFINITE), GetExitCodeThread(thread, &code), n(code), puts("");
    void *base = 0;
    n(FN("ntdll.dll", "RtlPcToFileHeader", void *, void *, void **)(leave, &base) == GetModuleHandleA(0)), n(base == GetModuleHandleA(0)), puts("");
    if (argc > 1) {
        char name[100];
        WCHAR home[300];
        DWORD size = 100, small = 2;
        n(FN("advapi32.dll", "GetUserNameA", BOOL, char *, DWORD *)(name, &size)), printf("%s %lu ", name, size), n(FN("advapi32.dll", "GetUserNameA", BOOL, char *, DWORD *)(name, &small)), n(GetLastError());
        size = 300, n(FN("userenv.dll", "GetUserProfileDirectoryW", BOOL, HANDLE, WCHAR *, DWORD *)(0, home, &size)), printf("%ls ", home), small = 2, n(FN("userenv.dll", "GetUserProfileDirectoryW", BOOL, HANDLE, WCHAR *, DWORD *)(0, home, &small)), puts("");
        fflush(stdout), n(FN("user32.dll", "MessageBoxW", int, HANDLE, const WCHAR *, const WCHAR *, UINT)(0, L"the text", L"a title", 0)), n(FN("user32.dll", "MessageBoxW", int, HANDLE, const WCHAR *, const WCHAR *, UINT)(0, L"untitled", 0, 0)), puts("");
    }
    fflush(stdout);
    FN("ntdll.dll", "NtTerminateProcess", LONG, HANDLE, LONG)((HANDLE)-1, 19);
    return 1;
}
END
x86_64-w64-mingw32-gcc -O1 -w -o $t/main.exe $t/main.c
run_both -x 19 $t/main.exe '1 1 0 1 
8 10 114 0 0 1 
0 1 2 88 
1 1 0 1 66 
1 1 '
USER=student HOME=/home/student "$MYLOAD" $t/main.exe more | tr -d '\r' | tail -n 4 >$t/more || true # Wine knows another user, and would open a window
diff - $t/more <<'END' || fail 'wrong output (< expected, > got)'
1 student 8 0 122 1 Z:\home\student 0 
[a title] the text
1 [Error] untitled
1 
END
