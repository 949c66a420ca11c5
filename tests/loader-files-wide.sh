# loader-files-wide.sh - the other half of kernel32's file functions: W forms, information by handle, times, attributes, locks, positions, replacing, copies of
# handles, temporary names, folders of the system, free space, errors for what is not there; the same in Wine.
. tests/common.sh
need x86_64-w64-mingw32-gcc
cat >$t/main.c <<'END'
#include <stdio.h>
#include <windows.h>
static void n(long long value) { printf("%lld ", value); } // one after the other: arguments of one printf have no order
static void t(const char *text) { printf("[%s] ", text ? text : "null"); }
static void w(const WCHAR *text) { for (printf("["); text && *text; text++) printf("%c", *text); printf("] "); }
static void nl(void) { puts(""); }
static HANDLE create(const WCHAR *name, DWORD rights, DWORD how) { return CreateFileW(name, rights, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, 0, how, 0, 0); }
static void make(const WCHAR *name, const char *text) {
    DWORD done;
    HANDLE f = create(name, GENERIC_WRITE, CREATE_ALWAYS);
    WriteFile(f, text, strlen(text), &done, 0);
    CloseHandle(f);
}
static void show(const WCHAR *name) {
    char text[100] = "";
    DWORD done = 0;
    HANDLE f = create(name, GENERIC_READ, OPEN_EXISTING);
    ReadFile(f, text, 99, &done, 0);
    t(f == INVALID_HANDLE_VALUE ? "none" : text);
    CloseHandle(f);
}
static void check(BOOL ok) { n(ok); if (!ok) n(GetLastError()); }
static void names(void) {
    WIN32_FILE_ATTRIBUTE_DATA data = {0};
    check(CreateDirectoryW(L"Folder", 0)), check(CreateDirectoryW(L"Folder", 0)), nl();
    make(L"Folder\\one.txt", "one"), make(L"Folder\\two.txt", "second");
    n(GetFileAttributesW(L"Folder") & FILE_ATTRIBUTE_DIRECTORY), n((int)GetFileAttributesW(L"none")), n(GetLastError());
    check(GetFileAttributesExW(L"folder\\TWO.txt", GetFileExInfoStandard, &data)), n(data.nFileSizeLow), n(data.ftLastWriteTime.dwHighDateTime > 30000000);
    check(GetFileAttributesExA("Folder\\one.txt", GetFileExInfoStandard, &data)), n(data.nFileSizeLow), check(GetFileAttributesExA("none", GetFileExInfoStandard, &data));
    check(GetFileAttributesExW(L"none\\one", GetFileExInfoStandard, &data)), nl();
    check(SetFileAttributesW(L"Folder\\one.txt", FILE_ATTRIBUTE_READONLY)), n(GetFileAttributesW(L"Folder\\one.txt") & FILE_ATTRIBUTE_READONLY);
    check(SetFileAttributesA("Folder\\one.txt", FILE_ATTRIBUTE_NORMAL)), n(GetFileAttributesA("Folder\\one.txt") & FILE_ATTRIBUTE_READONLY);
    check(SetFileAttributesW(L"none", 0)), check(SetFileAttributesA("none", 0)), nl();
    check(CopyFileW(L"Folder\\one.txt", L"copy.txt", TRUE)), check(CopyFileW(L"Folder\\one.txt", L"copy.txt", TRUE)), check(CopyFileW(L"none", L"copy.txt", FALSE));
    check(MoveFileW(L"copy.txt", L"moved.txt")), check(MoveFileW(L"copy.txt", L"moved.txt")), show(L"moved.txt"), nl();
    check(MoveFileExA("moved.txt", "Folder\\two.txt", 0)), check(MoveFileExW(L"moved.txt", L"Folder\\two.txt", MOVEFILE_REPLACE_EXISTING)), show(L"Folder\\two.txt"), show(L"moved.txt"), nl();
    make(L"new", "new"), make(L"old", "old");
    check(ReplaceFileW(L"old", L"new", L"backup", 0, 0, 0)), show(L"old"), show(L"new"), show(L"backup");
    make(L"new", "newer");
    check(ReplaceFileW(L"old", L"none", L"lost", 0, 0, 0)), show(L"old"), check(ReplaceFileA("none", "old", 0, 0, 0, 0)), nl();
    check(DeleteFileW(L"old")), check(DeleteFileW(L"old")), check(DeleteFileW(L"Folder")), check(RemoveDirectoryW(L"none")), check(RemoveDirectoryW(L"backup")), nl();
    WIN32_FIND_DATAW found;
    HANDLE search = FindFirstFileW(L"Folder\\*.txt", &found);
    w(found.cFileName), check(FindNextFileW(search, &found)), w(found.cFileName), check(FindNextFileW(search, &found)), check(FindClose(search));
    search = FindFirstFileExW(L"Folder\\one*", FindExInfoBasic, &found, FindExSearchNameMatch, 0, 0);
    w(found.cFileName), FindClose(search);
    WIN32_FIND_DATAA narrow;
    search = FindFirstFileExA("Folder\\t?o.txt", FindExInfoStandard, &narrow, FindExSearchNameMatch, 0, 0);
    t(narrow.cFileName), FindClose(search);
    n(FindFirstFileW(L"*.none", &found) == INVALID_HANDLE_VALUE), n(GetLastError()), nl();
}
static void handles(void) {
    BY_HANDLE_FILE_INFORMATION info;
    FILETIME times[3], set = {0x80000000, 31000000}, other;
    LARGE_INTEGER where, distance = {.QuadPart = -2};
    DWORD flags = 7, done;
    HANDLE copy, none, f = create(L"Folder\\one.txt", GENERIC_READ | GENERIC_WRITE, OPEN_EXISTING);
    check(GetFileInformationByHandle(f, &info)), n(info.nFileSizeLow), n(info.nNumberOfLinks), n(info.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY), n((info.nFileIndexLow | info.nFileIndexHigh) != 0);
    check(SetFileTime(f, 0, &set, &set)), check(GetFileTime(f, &times[0], &times[1], &times[2]));
    n(CompareFileTime(&times[1], &set)), n(CompareFileTime(&times[2], &set)), check(SetFileTime(f, 0, 0, 0)), check(GetFileTime(f, 0, 0, &other)), n(CompareFileTime(&other, &set)), nl();
    n(GetFileType(f)), check(FlushFileBuffers(f)), check(GetHandleInformation(f, &flags)), n(flags), check(SetHandleInformation(f, 0, 0));
    check(SetFilePointerEx(f, distance, &where, FILE_END)), n(where.QuadPart), check(SetFilePointerEx(f, distance, &where, FILE_BEGIN)), nl();
    check(DuplicateHandle(GetCurrentProcess(), f, GetCurrentProcess(), &copy, 0, FALSE, DUPLICATE_SAME_ACCESS));
    CloseHandle(f);
    check(GetFileSizeEx(copy, &where)), n(where.QuadPart), check(GetFileSizeEx(f, &where)), check(WriteFile(f, "x", 1, &done, 0)), check(FlushFileBuffers(f)), check(GetFileTime(f, 0, 0, &other)), check(GetFileInformationByHandle(f, &info));
    check(SetFileTime(f, 0, 0, 0)), check(SetEndOfFile(f)), check(GetHandleInformation(f, &flags)), check(DuplicateHandle(GetCurrentProcess(), f, GetCurrentProcess(), &none, 0, FALSE, 0)), n((int)GetFileType(f)), nl();
    f = create(L"Folder\\one.txt", GENERIC_READ | GENERIC_WRITE, OPEN_EXISTING);
    HANDLE again;
    check(DuplicateHandle(GetCurrentProcess(), copy, GetCurrentProcess(), &again, 0, FALSE, DUPLICATE_SAME_ACCESS | DUPLICATE_CLOSE_SOURCE)), copy = again;
    OVERLAPPED at = {.Offset = 1};
    check(LockFile(f, 0, 0, 10, 0)), check(LockFile(copy, 5, 0, 10, 0)), check(LockFile(copy, 10, 0, 10, 0)), check(UnlockFile(f, 0, 0, 10, 0)), check(UnlockFile(copy, 10, 0, 10, 0));
    check(LockFileEx(copy, LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, 2, 0, &at)), check(LockFileEx(f, LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &at)), check(UnlockFileEx(copy, 0, 2, 0, &at));
    check(LockFileEx(f, 0, 0, -1, -1, &at)), check(UnlockFileEx(f, 0, -1, -1, &at)), CloseHandle(f), nl();
    OVERLAPPED write_at = {.Offset = 1};
    f = create(L"Folder\\one.txt", GENERIC_READ | GENERIC_WRITE, OPEN_EXISTING);
    check(WriteFile(f, "NE", 2, &done, &write_at)), show(L"Folder\\one.txt");
    char text[10] = "";
    write_at.Offset = 2;
    check(ReadFile(f, text, 5, &done, &write_at)), n(done), t(text), CloseHandle(f);
    f = create(L"Folder\\one.txt", GENERIC_WRITE, OPEN_ALWAYS), n(GetLastError()), CloseHandle(f);
    f = create(L"Folder\\one.txt", GENERIC_WRITE, TRUNCATE_EXISTING), n(GetFileSize(f, 0)), CloseHandle(f);
    f = create(L"none", GENERIC_WRITE, TRUNCATE_EXISTING), n(f == INVALID_HANDLE_VALUE), n(GetLastError());
    f = create(L"Folder", GENERIC_WRITE, OPEN_EXISTING), n(f == INVALID_HANDLE_VALUE), n(GetLastError());
    f = create(L"none\\one", GENERIC_WRITE, CREATE_ALWAYS), n(f == INVALID_HANDLE_VALUE), n(GetLastError());
    f = create(L"x", GENERIC_WRITE, 9), n(f == INVALID_HANDLE_VALUE), n(GetLastError()), nl();
    HANDLE ends[2];
    CreatePipe(&ends[0], &ends[1], 0, 0), n(GetFileType(ends[0])), CloseHandle(ends[0]), check(WriteFile(ends[1], "x", 1, &done, 0)), CloseHandle(ends[1]);
    f = CreateFileA("NUL", GENERIC_READ | GENERIC_WRITE, 0, 0, OPEN_EXISTING, 0, 0), n(GetFileType(f)), check(WriteFile(f, "x", 1, &done, 0)), n(done), check(ReadFile(f, text, 1, &done, 0)), n(done), CloseHandle(f), nl();
}
static void folders(void) {
    char text[300], *last;
    WCHAR wide[300], *wide_last;
    DWORD a, b, c, d;
    n(GetSystemDirectoryA(text, 300)), t(strlwr(text)), n(GetSystemDirectoryW(wide, 300)), n(GetSystemDirectoryA(text, 5)), n(GetWindowsDirectoryA(text, 300)), t(strlwr(text)), n(GetWindowsDirectoryW(wide, 5)), nl();
    n(GetTempPathA(300, text) == strlen(text)), n(text[strlen(text) - 1] == '\\'), n(GetTempPathW(300, wide) == strlen(text)), nl();
    check(SetCurrentDirectoryW(L"Folder")), n(GetCurrentDirectoryW(300, wide) > 8), w(wide + lstrlenW(wide) - 6), n(GetCurrentDirectoryA(300, text) == lstrlenW(wide)), t(text + strlen(text) - 6), check(SetCurrentDirectoryW(L"none")), check(SetCurrentDirectoryA(".."));
    n(GetFullPathNameW(L"a\\..\\b.txt", 300, wide, &wide_last) == lstrlenW(wide)), w(wide_last), n(GetFullPathNameW(L"x", 2, wide, 0) > 2), nl();
    n(GetTempFileNameA(".", "abc", 0, text) != 0), n(GetFileAttributesA(text) != -1), n(strncmp(text, ".\\abc", 5)), DeleteFileA(text);
    n(GetTempFileNameA(".", "abc", 0x12, text)), t(text), n((int)GetFileAttributesA(text)), n(GetTempFileNameA("none", "abc", 0, text)), nl();
    n(GetDriveTypeA("c:\\")), n(GetDriveTypeA("q:\\")), n((GetLogicalDrives() & 4) != 0), check(GetDiskFreeSpaceA(".", &a, &b, &c, &d)), n(b), n(c <= d), check(GetDiskFreeSpaceW(0, &a, &b, &c, &d)), n(a > 0), n(AreFileApisANSI()), nl();
}
int main(int argc, char **argv) {
    if (argc > 1) { // in Wine a file without a backup cannot be replaced
        make(L"old", "old"), make(L"new", "new");
        check(ReplaceFileA("old", "new", 0, 0, 0, 0)), show(L"old"), show(L"new");
        return 0;
    }
    names(), handles(), folders();
    return 0;
}
END
x86_64-w64-mingw32-gcc -O1 -w -o $t/main.exe $t/main.c
cat >$t/expected <<'END'
1 0 183 
16 -1 2 1 6 1 1 3 0 2 0 3 
1 1 1 0 0 2 0 2 
1 0 80 0 2 1 0 2 [one] 
0 183 1 [one] [none] 
1 [new] [none] [old] 0 2 [new] 0 2 
1 0 2 0 5 0 2 0 267 
[one.txt] 1 [two.txt] 0 18 1 [one.txt] [two.txt] 1 2 
1 3 1 0 1 1 1 0 0 1 1 0 
1 1 1 0 1 1 1 0 131 
1 1 3 0 6 0 6 0 6 0 6 0 6 0 6 0 6 0 6 0 6 0 
1 1 0 33 1 1 1 1 0 33 1 1 1 
1 [oNE] 1 1 [E] 183 0 1 2 1 5 1 3 1 87 
3 0 232 2 1 1 1 0 
19 [c:\windows\system32] 19 20 10 [c:\windows] 11 
1 1 1 
1 1 [Folder] 1 [Folder] 0 2 1 1 [b.txt] 1 
1 1 0 18 [.\abc12.tmp] -1 0 
3 1 1 1 512 1 1 1 1 
END
mkdir $t/load $t/wine # both begin with an empty folder
cd $t/load
run_load $t/main.exe @$t/expected
run_load $t/main.exe "1 [new] [none] " replace
cd $t/wine
if have_wine; then run_wine $t/main.exe @$t/expected; fi
