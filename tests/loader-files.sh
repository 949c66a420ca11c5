# loader-files.sh - files by A and W names, in any case; reading, writing, seeking, attributes, folders, FindFirstFile, temporary files, pipes, mappings,
# the errors that Windows gives; the same in Wine.
. tests/common.sh
need x86_64-w64-mingw32-gcc
cat >$t/main.c <<'END'
#include <stdio.h>
#include <windows.h>
static void check(const char *what, BOOL ok) { printf("%s: %d", what, ok); if (!ok) printf(" (%lu)", GetLastError()); puts(""); }
int main(void) {
    DWORD n;
    char text[300], *last;
    check("folder", CreateDirectoryA("Folder", 0));
    check("folder again", CreateDirectoryA("Folder", 0));
    HANDLE file = CreateFileA("Folder\\One.txt", GENERIC_READ | GENERIC_WRITE, 0, 0, CREATE_NEW, 0, 0);
    WriteFile(file, "0123456789", 10, &n, 0);
    printf("%lu %lu %lu\n", n, GetFileSize(file, 0), SetFilePointer(file, -3, 0, FILE_END));
    ReadFile(file, text, 100, &n, 0);
    text[n] = 0;
    printf("%lu [%s]\n", n, text);
    SetFilePointer(file, 4, 0, FILE_BEGIN);
    check("cut", SetEndOfFile(file));
    CloseHandle(file);
    check("closed handle", WriteFile(file, "x", 1, &n, 0));
    file = CreateFileA("Folder\\One.txt", GENERIC_READ, 0, 0, CREATE_NEW, 0, 0);
    check("new again", file != INVALID_HANDLE_VALUE);
    file = CreateFileW(L"FOLDER/one.TXT", GENERIC_READ, 0, 0, OPEN_EXISTING, 0, 0);
    printf("other case: %lu\n", GetFileSize(file, 0));
    CloseHandle(file);
    file = CreateFileA("Folder\\none.txt", GENERIC_READ, 0, 0, OPEN_EXISTING, 0, 0);
    check("none", file != INVALID_HANDLE_VALUE);
    SetLastError(0);
    file = CreateFileA("Folder\\One.txt", GENERIC_WRITE, 0, 0, CREATE_ALWAYS, 0, 0);
    n = GetLastError();
    printf("created always: %lu %lu\n", n, GetFileSize(file, 0));
    WriteFile(file, "abc", 3, &n, 0);
    CloseHandle(file);
    check("copy", CopyFileA("Folder\\One.txt", "Folder\\two.TXT", TRUE));
    check("copy again", CopyFileA("Folder\\One.txt", "Folder\\two.TXT", TRUE));
    check("move", MoveFileA("Folder\\two.TXT", "Folder\\b.txt"));
    printf("%lx %lx %lx\n", GetFileAttributesA("Folder") & 0x10, GetFileAttributesA("Folder\\b.txt") & 0x10, GetFileAttributesA("nothing"));
    WIN32_FIND_DATAA found;
    HANDLE find = FindFirstFileA("Folder\\*.TXT", &found);
    do printf("<%s %lu> ", found.cFileName, found.nFileSizeLow); while (FindNextFileA(find, &found));
    printf("%lu\n", GetLastError());
    FindClose(find);
    check("no match", FindFirstFileA("Folder\\*.exe", &found) != INVALID_HANDLE_VALUE);
    check("not empty", RemoveDirectoryA("Folder"));
    SetCurrentDirectoryA("Folder");
    check("delete", DeleteFileA("ONE.TXT") && DeleteFileA("b.txt"));
    check("delete again", DeleteFileA("b.txt"));
    GetFullPathNameA("x\\.\\..\\y.txt", sizeof text, text, &last);
    printf("%s %s\n", last, strstr(text, "\\Folder\\") ? "in the folder" : text);
    SetCurrentDirectoryA("..");
    check("removed", RemoveDirectoryA("Folder"));
    HANDLE ends[2];
    CreatePipe(&ends[0], &ends[1], 0, 0);
    WriteFile(ends[1], "pipe", 4, &n, 0);
    CloseHandle(ends[1]);
    ReadFile(ends[0], text, 10, &n, 0);
    printf("%lu %.4s\n", n, text);
    check("end of the pipe", ReadFile(ends[0], text, 10, &n, 0));
    HANDLE mapping = CreateFileMappingA(INVALID_HANDLE_VALUE, 0, PAGE_READWRITE, 0, 0x20000, 0);
    char *one = MapViewOfFile(mapping, FILE_MAP_WRITE, 0, 0x10000, 0), *two = MapViewOfFile(mapping, FILE_MAP_READ, 0, 0, 0);
    one[5] = 'x';
    printf("%c %d\n", two[0x10005], UnmapViewOfFile(one));
    return 0;
}
END
x86_64-w64-mingw32-gcc -O1 -w -o $t/main.exe $t/main.c
cd $t
run_both $t/main.exe 'folder: 1
folder again: 0 (183)
10 10 7
3 [789]
cut: 1
closed handle: 0 (6)
new again: 0 (80)
other case: 4
none: 0 (2)
created always: 183 0
copy: 1
copy again: 0 (80)
move: 1
10 0 ffffffff
<b.txt 3> <One.txt 3> 18
no match: 0 (2)
not empty: 0 (145)
delete: 1
delete again: 0 (2)
y.txt in the folder
removed: 1
4 pipe
end of the pipe: 0 (109)
x 1'
