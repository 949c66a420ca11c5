# loader-module-functions.sh - kernel32's functions about modules: W forms of LoadLibrary, GetModuleHandleEx and its counts, pinned modules, file names that do not
# fit, folders to search that are added and removed, FreeLibraryAndExitThread, string resources; the same in Wine.
. tests/common.sh
need x86_64-w64-mingw32-gcc
cat >$t/dll.c <<'END'
int answer(void) { return 42; }
END
cat >$t/dll.rc <<'END'
STRINGTABLE BEGIN 5 "five" 17 "seventeen" END
1 RCDATA BEGIN "data" END
END
cat >$t/main.c <<'END'
#define _WIN32_WINNT 0x0a00
#include <stdio.h>
#include <windows.h>
static void n(long long value) { printf("%lld ", value); } // one after the other: arguments of one printf have no order
static void t(const char *text) { printf("[%s] ", text ? text : "null"); }
static void w(const WCHAR *text) { for (printf("["); text && *text; text++) printf("%c", *text); printf("] "); }
static void nl(void) { puts(""); }
static void check(BOOL ok) { n(ok); if (!ok) n(GetLastError()); }
static int loaded(void) { return GetModuleHandleW(L"one.dll") != 0; }
static DWORD WINAPI leave(void *dll) { FreeLibraryAndExitThread(dll, 55); }
int main(void) {
    HMODULE dll = LoadLibraryW(L"sub\\one.dll"), again = LoadLibraryExW(L"one.dll", 0, 0), handle;
    WCHAR wide[300], *text;
    char narrow[300];
    DWORD code;
    int (*answer)(void) = (int (*)(void))GetProcAddress(dll, "answer");
    n(dll != 0), n(dll == again), n(answer()), n(LoadLibraryW(L"none.dll") == 0), n(GetLastError()), nl();
    check(GetModuleHandleExA(0, "one", &handle)), n(handle == dll), check(GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT, L"ONE.DLL", &handle)), n(handle == dll);
    check(GetModuleHandleExA(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT, (char *)answer, &handle)), n(handle == dll);
    check(GetModuleHandleExW(0, L"none.dll", &handle)), n(handle == 0), check(GetModuleHandleExA(0, 0, &handle)), n(handle == GetModuleHandleA(0)), n(GetModuleHandleA("kernel32.") == GetModuleHandleA("KERNEL32.dll")), nl();
    n(GetModuleFileNameA(dll, narrow, 300) == strlen(narrow)), t(narrow + strlen(narrow) - 11), n(GetModuleFileNameA(dll, narrow, 5)), n(GetLastError()), n(GetModuleFileNameW(dll, wide, 5)), n(GetModuleFileNameW((HMODULE)0x1234, wide, 300)), n(GetLastError()), nl();
    GetModuleFileNameA(dll, narrow, 300), n(GetModuleHandleA(narrow) == dll), nl();
    n(LoadStringW(dll, 17, wide, 300)), w(wide), n(LoadStringW(dll, 17, wide, 4)), w(wide), n(LoadStringW(dll, 17, (WCHAR *)&text, 0)), n(text[0]), n(LoadStringW(dll, 18, wide, 300)), n(LoadStringA(dll, 5, narrow, 300)), t(narrow), nl();
    HRSRC resource = FindResourceW(dll, MAKEINTRESOURCEW(1), (WCHAR *)RT_RCDATA);
    n(SizeofResource(dll, resource)), n(*(char *)LockResource(LoadResource(dll, resource))), n(FreeResource(LoadResource(dll, resource))), n(FindResourceW(dll, L"#1", L"#10") == resource), n(FindResourceW(dll, L"NONE", (WCHAR *)RT_RCDATA) == 0), n(GetLastError()), nl();
    check(FreeLibrary(dll)), n(loaded()), check(FreeLibrary(dll)), n(loaded()); // loaded twice and asked for once: one is left
    HANDLE thread = CreateThread(0, 0, leave, dll, 0, 0);
    WaitForSingleObject(thread, INFINITE), GetExitCodeThread(thread, &code), n(code), n(loaded()), check(FreeLibrary((HMODULE)0)), nl();
    n(LoadLibraryA("one.dll") == 0), check(SetDllDirectoryW(L"sub")), dll = LoadLibraryA("one.dll"), n(dll != 0), check(FreeLibrary(dll)), check(SetDllDirectoryA(0)), n(LoadLibraryA("one.dll") == 0), nl();
    GetFullPathNameW(L"sub", 300, wide, 0);
    void *folder = AddDllDirectory(wide);
    n(folder != 0), dll = LoadLibraryExA("one.dll", 0, LOAD_LIBRARY_SEARCH_USER_DIRS), n(dll != 0), check(FreeLibrary(dll)), check(RemoveDllDirectory(folder)), n(LoadLibraryExA("one.dll", 0, LOAD_LIBRARY_SEARCH_USER_DIRS) == 0), nl();
    folder = AddDllDirectory(wide), check(SetDefaultDllDirectories(LOAD_LIBRARY_SEARCH_USER_DIRS)), dll = LoadLibraryA("one.dll"), n(dll != 0), check(GetModuleHandleExA(GET_MODULE_HANDLE_EX_FLAG_PIN, "one.dll", &handle)), FreeLibrary(dll), FreeLibrary(dll), n(loaded()), nl();
    return 0;
}
END
mkdir $t/sub
x86_64-w64-mingw32-windres -o $t/dll.o $t/dll.rc
x86_64-w64-mingw32-gcc -O1 -w -shared -o $t/sub/one.dll $t/dll.c $t/dll.o
x86_64-w64-mingw32-gcc -O1 -w -o $t/main.exe $t/main.c
cd $t
run_both $t/main.exe '1 1 42 1 126 
1 1 1 1 1 1 0 126 1 1 1 0 
1 [sub\one.dll] 5 122 5 0 126 
1 
9 [seventeen] 3 [sev] 9 115 0 4 [five] 
4 100 0 1 1 1814 
1 1 1 1 55 0 0 6 
1 1 1 1 1 1 
1 1 1 1 1 
1 1 1 1 '
