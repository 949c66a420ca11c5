# loader-environment.sh - environment variables of kernel32 and of the C run-time: set, changed, removed, expanded, listed; what a program is told about its
# system and its start; the same in Wine where it can be.
. tests/common.sh
need x86_64-w64-mingw32-gcc
cat >$t/main.c <<'END'
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <windows.h>
static void n(long long value) { printf("%lld ", value); } // one after the other: arguments of one printf have no order
static void t(const char *text) { printf("[%s] ", text ? text : "null"); }
static void w(const WCHAR *text) { for (printf("["); text && *text; text++) printf("%c", *text); printf("] "); }
static void nl(void) { puts(""); }
static void *function(const char *name) {
    void *found = GetProcAddress(LoadLibraryA("ucrtbase.dll"), name);
    if (found) return found;
    printf("no %s\n", name);
    exit(9);
}
#define FN(name, result, ...) ((result(*)(__VA_ARGS__))function(name))
static void check(BOOL ok) { n(ok); if (!ok) n(GetLastError()); }
static int listed(const char *entry) {
    char *block = GetEnvironmentStringsA(), *at = block;
    while (*at && strcmp(at, entry)) at += strlen(at) + 1;
    int found = *at != 0;
    FreeEnvironmentStringsA(block);
    return found;
}
static int listed_wide(const WCHAR *entry) {
    WCHAR *block = GetEnvironmentStringsW(), *at = block;
    while (*at && lstrcmpW(at, entry)) at += lstrlenW(at) + 1;
    int found = *at != 0;
    FreeEnvironmentStringsW(block);
    return found;
}
static void kernel(void) {
    char text[200];
    WCHAR wide[200];
    check(SetEnvironmentVariableA("FIRST", "one")), n(GetEnvironmentVariableA("First", text, 200)), t(text), n(GetEnvironmentVariableA("FIRST", text, 2)), n(GetEnvironmentVariableA("none", text, 200)), n(GetLastError()), nl();
    check(SetEnvironmentVariableW(L"SECOND", L"two words")), n(GetEnvironmentVariableW(L"SECOND", wide, 200)), w(wide), n(GetEnvironmentVariableW(L"SECOND", wide, 3)), n(GetEnvironmentVariableW(L"none", wide, 3)), nl();
    n(listed("FIRST=one")), n(listed_wide(L"SECOND=two words")), n(listed("FIRST=other")), check(SetEnvironmentVariableA("FIRST", "other")), n(listed("FIRST=other")), n(listed("FIRST=one")), nl();
    n(ExpandEnvironmentStringsA("<%FIRST%> %none% 100%", text, 200)), t(text), n(ExpandEnvironmentStringsW(L"%second%!", wide, 200)), w(wide), n(ExpandEnvironmentStringsW(L"%second%!", 0, 0)), nl();
    check(SetEnvironmentVariableA("FIRST", 0)), n(GetEnvironmentVariableA("FIRST", text, 200)), check(SetEnvironmentVariableA("", "x")), check(SetEnvironmentVariableW(L"SECOND", 0)), n(listed_wide(L"SECOND=two words")), nl();
}
static void run_time(void) {
    char text[100] = "";
    size_t size = 0;
    n(FN("_putenv", int, const char *)("THIRD=three")), t(FN("getenv", char *, const char *)("third")), n(FN("_putenv_s", int, const char *, const char *)("THIRD", "3")), t(FN("getenv", char *, const char *)("THIRD"));
    n(FN("getenv_s", int, size_t *, char *, size_t, const char *)(&size, text, 100, "THIRD")), n(size), t(text), n(FN("getenv_s", int, size_t *, char *, size_t, const char *)(&size, text, 1, "THIRD") == ERANGE), n(size);
    n(FN("_putenv", int, const char *)("THIRD=")), n(FN("getenv", char *, const char *)("THIRD") == 0), n(FN("_putenv", int, const char *)("nothing")), nl();
    FN("_putenv", int, const char *)("FOURTH=4");
    GetEnvironmentVariableA("FOURTH", text, 100), t(text);
    char **list = *FN("__p__environ", char ***, void)();
    int found = 0;
    for (; *list; list++) found += strcmp(*list, "FOURTH=4") == 0;
    n(found), nl();
}
static void system_facts(void) {
    SYSTEM_INFO info, native;
    STARTUPINFOA start;
    STARTUPINFOW start_wide;
    MEMORYSTATUSEX memory = {.dwLength = sizeof memory};
    OSVERSIONINFOA version = {.dwOSVersionInfoSize = sizeof version};
    char text[300];
    DWORD size = 300, small = 1;
    GetSystemInfo(&info), GetNativeSystemInfo(&native);
    n(info.wProcessorArchitecture), n(info.dwPageSize), n(info.dwAllocationGranularity), n(info.dwNumberOfProcessors > 0), n(info.dwActiveProcessorMask > 0), n(native.dwProcessorType), n((UINT_PTR)info.lpMinimumApplicationAddress), nl();
    GetStartupInfoA(&start), GetStartupInfoW(&start_wide);
    n(start.cb), n(start_wide.cb), n((GetVersion() & 0xff) >= 6), check(GetVersionExA(&version)), n(version.dwMajorVersion >= 6), n(version.dwPlatformId), version.dwOSVersionInfoSize = 1, n(GetVersionExA(&version)), nl();
    n(IsProcessorFeaturePresent(PF_XMMI64_INSTRUCTIONS_AVAILABLE)), n(IsProcessorFeaturePresent(1000)), check(GetComputerNameA(text, &size)), n(size == strlen(text)), n(GetComputerNameA(text, &small)), n(small > 1);
    check(GlobalMemoryStatusEx(&memory)), n(memory.dwMemoryLoad <= 100), n(memory.ullTotalPhys >= memory.ullAvailPhys), n(memory.ullTotalPhys > 1 << 20), nl();
}
int main(int argc, char **argv) {
    kernel(), run_time(), system_facts();
    // ---- how it was started
    char **narrow = *FN("__p___argv", char ***, void)(), *name = 0;
    FN("_configure_narrow_argv", int, int)(1), FN("_configure_wide_argv", int, int)(1), n(FN("_initialize_narrow_environment", int, void)()), n(FN("_initialize_wide_environment", int, void)());
    narrow = *FN("__p___argv", char ***, void)();
    n(*FN("__p___argc", int *, void)()), t(narrow[1]), t(narrow[2]), w((*FN("__p___wargv", WCHAR ***, void)())[1]);
    n(*FN("_get_initial_narrow_environment", char **, void)() != 0), n(*FN("_get_initial_wide_environment", WCHAR **, void)() != 0), n(FN("__p__wenviron", WCHAR ***, void)() != 0), t(FN("_get_narrow_winmain_command_line", char *, void)()), nl();
    name = *FN("__p__pgmptr", char **, void)(), t(name + strlen(name) - 8), n(FN("_get_pgmptr", int, char **)(&name)), t(name + strlen(name) - 8);
    int mode = 0;
    n(FN("_set_fmode", int, int)(0x4000)), n(FN("_get_fmode", int, int *)(&mode)), n(mode), n(FN("_set_fmode", int, int)(0x8000)), n(*FN("__p__fmode", int *, void)()), n(FN("_set_fmode", int, int)(0x4000)), n(*FN("__p__commode", int *, void)()), nl();
    n(*FN("__daylight", int *, void)() >= 0), n(*FN("__timezone", long *, void)() != 1), n(*FN("__dstbias", long *, void)() != 1), n((*FN("__p__acmdln", char **, void)())[0] != 0), n((*FN("__p__wcmdln", WCHAR **, void)())[0] != 0), nl();
    void *msvcrt = LoadLibraryA("msvcrt.dll");
    int count;
    WCHAR **arguments, **environment;
    struct { int new_mode; } new_mode = {0};
    ((int (*)(int *, WCHAR ***, WCHAR ***, int, void *))GetProcAddress(msvcrt, "__wgetmainargs"))(&count, &arguments, &environment, 0, &new_mode);
    n(count), w(arguments[1]), w(arguments[2]), n(environment[0] != 0), nl();
    return 0;
}
END
x86_64-w64-mingw32-gcc -O1 -w -fno-builtin -o $t/main.exe $t/main.c
run_both $t/main.exe '1 3 [one] 4 0 203 
1 9 [two words] 10 0 
1 1 0 1 1 0 
20 [<other> %none% 100%] 11 [two words!] 11 
1 0 0 87 1 0 
0 [three] 0 [3] 0 2 [3] 1 2 0 1 -1 
[4] 1 
9 4096 65536 1 1 8664 65536 
104 104 1 1 1 2 0 
1 0 1 1 0 1 1 1 1 1 
0 0 3 [a b] [say ""quoted] [a b] 1 1 1 ["a b" "say \"\"quoted"] 
[main.exe] 0 [main.exe] 0 0 16384 0 32768 0 0 
1 1 1 1 1 
3 [a b] [say ""quoted] 1 ' 'a b' 'say ""quoted'
