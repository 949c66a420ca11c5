# loader-crt-descriptors.sh - the C run-time's files by number: open, read, write, seek, text mode, duplicates, pipes; what it tells about files, renames, removes;
# folders; taking paths to pieces; searching with _findfirst; the same in Wine.
. tests/common.sh
need x86_64-w64-mingw32-gcc
cat >$t/main.c <<'END'
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <windows.h>
static void *function(const char *name) {
    void *found = GetProcAddress(LoadLibraryA("ucrtbase.dll"), name);
    if (found) return found;
    printf("no %s\n", name);
    exit(9);
}
#define FN(name, result, ...) ((result(*)(__VA_ARGS__))function(name))
typedef unsigned short W;
enum { WRONLY = 1, RDWR = 2, APPEND = 8, CREAT = 0x100, TRUNC = 0x200, EXCL = 0x400, TEXT = 0x4000, BINARY = 0x8000 };
static char text[300];
static int open(const char *name, int flags) { return FN("_open", int, const char *, int, ...)(name, flags, 0600); }
static int close(int f) { return FN("_close", int, int)(f); }
static int write(int f, const char *s) { return FN("_write", int, int, const void *, unsigned)(f, s, strlen(s)); }
static int read(int f, unsigned n) { memset(text, 0, sizeof text); return FN("_read", int, int, void *, unsigned)(f, text, n); }
static int error(void) { return *FN("_errno", int *, void)(); }
static const char *name_of(const char *path) { const char *at = strrchr(path, '\\'); return at ? at + 1 : path; }
static int one(const char *function_name, const char *path) { return FN(function_name, int, const char *)(path); }
static int one_wide(const char *function_name, const W *path) { return FN(function_name, int, const W *)(path); }
static void files(void) {
    int f = open("One.txt", CREAT | RDWR | BINARY), g;
    printf("%d", f > 2);
    printf(" %d", write(f, "0123456789"));
    printf(" %ld", FN("_lseek", long, int, long, int)(f, -4, SEEK_END));
    printf(" %ld", FN("_tell", long, int)(f));
    printf(" %d", read(f, 100));
    printf(" %s", text);
    printf(" %lld", FN("_lseeki64", long long, int, long long, int)(f, 2, SEEK_SET));
    printf(" %ld", FN("_filelength", long, int)(f));
    printf(" %lld", FN("_filelengthi64", long long, int)(f));
    printf(" %d", FN("_chsize", int, int, long)(f, 5));
    printf(" %d", read(f, 100));
    printf(" %s", text);
    printf(" %d", FN("_commit", int, int)(f));
    printf(" %d\n", FN("_isatty", int, int)(f));
    g = FN("_dup", int, int)(f);
    FN("_lseek", long, int, long, int)(f, 1, SEEK_SET);
    printf("%d", close(f));
    printf(" %d", read(g, 2));
    printf(" %s", text);
    printf(" %d", FN("_dup2", int, int, int)(g, 9));
    printf(" %d", read(9, 1));
    printf(" %s", text);
    printf(" %d", FN("_dup2", int, int, int)(9, 9));
    printf(" %d\n", FN("_get_osfhandle", HANDLE, int)(9) != INVALID_HANDLE_VALUE);
    close(9), close(g);
    printf("%d", open("One.txt", CREAT | EXCL | WRONLY));
    printf(" %d", error() == EEXIST);
    printf(" %d", open("none", 0));
    printf(" %d", error() == ENOENT);
    f = FN("_wopen", int, const W *, int, ...)(L"One.txt", APPEND | WRONLY | BINARY);
    printf(" %d", write(f, "end"));
    close(f);
    f = FN("_creat", int, const char *, int)("two.txt", 0600);
    close(f);
    f = open("two.txt", WRONLY | TEXT);
    printf(" %d", write(f, "a\nb\n"));
    close(f);
    f = open("two.txt", BINARY);
    printf(" %d", read(f, 100));
    close(f);
    f = open("two.txt", TEXT);
    printf(" %d", read(f, 100));
    printf(" %d", read(f, 100));
    close(f);
    f = open("One.txt", BINARY);
    printf(" %d", read(f, 100));
    printf(" %s", text);
    printf(" %d", read(f, 100));
    printf(" %d", write(f, "x")); // opened to read
    printf(" %d\n", error() == EBADF);
    HANDLE handle = FN("_get_osfhandle", HANDLE, int)(f);
    LARGE_INTEGER size;
    GetFileSizeEx(handle, &size);
    printf("%lld", size.QuadPart);
    close(f);
    handle = CreateFileA("One.txt", GENERIC_READ, 0, 0, OPEN_EXISTING, 0, 0);
    f = FN("_open_osfhandle", int, HANDLE, int)(handle, 0);
    printf(" %d", read(f, 2));
    printf(" %s", text);
    printf(" %d\n", close(f));
    int ends[2];
    printf("%d", FN("_pipe", int, int *, unsigned, int)(ends, 4096, BINARY));
    write(ends[1], "through"), close(ends[1]);
    printf(" %d", read(ends[0], 100));
    printf(" %s", text);
    printf(" %d\n", read(ends[0], 100));
    close(ends[0]);
    char *big = malloc(20001);
    memset(big, '\n', 20000), big[20000] = 0;
    f = open("big.txt", CREAT | RDWR | TEXT);
    printf("%d", write(f, big));
    printf(" %l", FN("_filelength", long, int)(f));
    printf("d %d\n", close(f));
    f = open("cr.txt", CREAT | RDWR | BINARY);
    write(f, "ab\r\nc\rd\r"), close(f), f = open("cr.txt", TEXT);
    for (int n; (n = read(f, 3)) > 0;) for (int i = 0; i < n; i++) printf("%02x ", text[i]); // a CR at the end of what was asked for
    puts("");
    close(f);
}
static void about_files(void) {
    struct { unsigned dev; unsigned short ino, mode; short links, uid, gid; unsigned rdev; long long size, times[3]; } st;
    struct { unsigned dev; unsigned short ino, mode; short links, uid, gid; unsigned rdev; int size; long long times[3]; } st32;
    struct { unsigned dev; unsigned short ino, mode; short links, uid, gid; unsigned rdev; int size, times[3]; } old;
    FN("_mkdir", int, const char *)("Folder");
    printf("%d", FN("_stat64", int, const char *, void *)("One.txt", &st));
    printf(" %lld %o", st.size, st.mode & 0170000);
    printf(" %d", FN("_stat64i32", int, const char *, void *)("Folder", &st32));
    printf(" %o", st32.mode & 0170000);
    printf(" %d", FN("_stat32", int, const char *, void *)("one.TXT", &old));
    printf(" %d", old.size);
    printf(" %d", FN("_wstat64", int, const W *, void *)(L"One.txt", &st));
    printf(" %lld", st.size);
    printf(" %d", FN("_stat64", int, const char *, void *)("none", &st));
    int f = open("One.txt", 0);
    memset(&st, 0, sizeof st), memset(&st32, 0, sizeof st32), memset(&old, 0, sizeof old);
    printf(" %d", FN("_fstat64", int, int, void *)(f, &st));
    printf(" %lld", st.size);
    printf(" %d", FN("_fstat64i32", int, int, void *)(f, &st32));
    printf(" %d", st32.size);
    printf(" %d", FN("_fstat32", int, int, void *)(f, &old));
    printf(" %d\n", old.size);
    close(f);
    printf("%d", FN("_access", int, const char *, int)("One.txt", 0));
    printf(" %d", FN("_access", int, const char *, int)("none", 0));
    printf(" %d", FN("_access_s", int, const char *, int)("One.txt", 4));
    printf(" %d", FN("_access_s", int, const char *, int)("none", 4) == ENOENT);
    printf(" %d", FN("_chmod", int, const char *, int)("One.txt", 0400));
    printf(" %d", (GetFileAttributesA("One.txt") & FILE_ATTRIBUTE_READONLY) != 0);
    printf(" %d", FN("_wchmod", int, const W *, int)(L"One.txt", 0600));
    printf(" %d", (GetFileAttributesA("One.txt") & FILE_ATTRIBUTE_READONLY) != 0);
    printf(" %d\n", FN("_chmod", int, const char *, int)("none", 0600));
    printf("%d", FN("rename", int, const char *, const char *)("two.txt", "One.txt"));
    printf(" %d", error() == EEXIST);
    printf(" %d", FN("rename", int, const char *, const char *)("two.txt", "three.txt"));
    printf(" %d", FN("rename", int, const char *, const char *)("two.txt", "four.txt"));
    printf(" %d", one("_unlink", "three.txt"));
    printf(" %d", one("_unlink", "three.txt"));
    printf(" %d", one("_mkdir", "Folder"));
    printf(" %d", error() == EEXIST);
    printf(" %d", one("_chdir", "Folder"));
    FN("_getcwd", char *, char *, int)(text, sizeof text);
    printf(" %s", name_of(text));
    printf(" %s", name_of(FN("_getcwd", char *, char *, int)(0, 0)));
    printf(" %d", FN("_getcwd", char *, char *, int)(text, 2) == 0);
    printf(" %d", one("_chdir", ".."));
    printf(" %d", one("_rmdir", "Folder"));
    printf(" %d\n", one("_rmdir", "Folder"));
    printf("%d", one_wide("_wmkdir", L"Wide"));
    printf(" %d", one_wide("_wchdir", L"Wide"));
    printf(" %d", one_wide("_wchdir", L".."));
    printf(" %d", one_wide("_wrmdir", L"Wide"));
    close(open("w1", CREAT)), close(open("w2", CREAT));
    printf(" %d", one_wide("_wunlink", L"w1"));
    printf(" %d", one_wide("_wremove", L"w2"));
    printf(" %d\n", one_wide("_wunlink", L"w1"));
}
static void paths(void) {
    char drive[10], folder[100], name[100], ending[100];
    FN("_splitpath", void, const char *, char *, char *, char *, char *)("c:\\a\\b.d\\file.tar.gz", drive, folder, name, ending);
    printf("[%s][%s][%s][%s]", drive, folder, name, ending);
    FN("_splitpath", void, const char *, char *, char *, char *, char *)("x/y", 0, folder, name, ending);
    printf(" [%s][%s][%s]\n", folder, name, ending);
    printf("%d", FN("_splitpath_s", int, const char *, char *, size_t, char *, size_t, char *, size_t, char *, size_t)("c:name", drive, 10, folder, 100, name, 100, ending, 100));
    printf(" [%s][%s][%s][%s]\n", drive, folder, name, ending);
    FN("_makepath", void, char *, const char *, const char *, const char *, const char *)(text, "d", "\\x\\y", "name", "txt");
    printf("%s", text);
    FN("_makepath", void, char *, const char *, const char *, const char *, const char *)(text, 0, "f\\", "name", ".e");
    printf(" %s", text);
    FN("_makepath", void, char *, const char *, const char *, const char *, const char *)(text, "", "", "only", "");
    printf(" %s", text);
    printf(" %s", name_of(FN("_fullpath", char *, char *, const char *, size_t)(text, "a\\..\\One.txt", 300)));
    printf(" %s", name_of(FN("_fullpath", char *, char *, const char *, size_t)(0, "b.txt", 0)));
    printf(" %d", FN("_fullpath", char *, char *, const char *, size_t)(text, "One.txt", 3) == 0);
    W *wide = FN("_wfullpath", W *, W *, const W *, size_t)(0, L"wide.txt", 0), *last = wide;
    for (W *at = wide; *at; at++) if (*at == '\\') last = at + 1;
    printf(" ");
    for (; *last; last++) printf("%c", *last);
    puts("");
    struct { unsigned attributes; long long created, accessed, written, size; char name[260]; } found;
    intptr_t search = FN("_findfirst64", intptr_t, const char *, void *)("*.TXT", &found);
    int count = 0;
    long long bytes = 0;
    do count++, bytes += found.size; while (FN("_findnext64", int, intptr_t, void *)(search, &found) == 0);
    printf("%d", count);
    printf(" %lld", bytes);
    printf(" %d", error() == ENOENT);
    printf(" %d", FN("_findclose", int, intptr_t)(search));
    printf(" %d", (int)FN("_findfirst64", intptr_t, const char *, void *)("*.none", &found));
    printf(" %d\n", error() == ENOENT);
}
int main(void) {
    files(), about_files(), paths();
    return 0;
}
END
x86_64-w64-mingw32-gcc -O1 -w -fno-builtin -o $t/main.exe $t/main.c
cat >$t/expected <<'END'
1 10 6 6 4 6789 2 10 10 0 3 234 0 0
0 2 12 0 1 3 0 1
-1 1 -1 1 3 4 6 4 0 8 01234end 0 -1 1
8 2 01 0
0 7 through 0
20000 d 0
61 62 0a 63 0d 64 0d 
0 8 100000 0 40000 0 8 0 8 -1 0 8 0 8 0 8
0 -1 0 1 0 1 0 0 -1
-1 1 0 -1 0 -1 -1 1 0 Folder Folder 1 0 0 -1
0 0 0 0 0 0 -1
[c:][\a\b.d\][file.tar][.gz] [x/][y][]
0 [c:][][name][]
d:\x\y\name.txt f\name.e only One.txt b.txt 1 wide.txt
3 40016 1 0 -1 1
END
mkdir $t/load $t/wine # both begin with an empty folder
cd $t/load
run_load $t/main.exe @$t/expected
cd $t/wine
if have_wine; then run_wine $t/main.exe @$t/expected; fi
