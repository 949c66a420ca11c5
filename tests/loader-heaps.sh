# loader-heaps.sh - kernel32's heaps, the old Local and Global functions, reserving memory where nothing is, pointers that can be read or written, views of files
# that are written back; the same in Wine.
. tests/common.sh
need x86_64-w64-mingw32-gcc
cat >$t/main.c <<'END'
#include <stdio.h>
#include <windows.h>
static void n(long long value) { printf("%lld ", value); } // one after the other: arguments of one printf have no order
static void t(const char *text) { printf("[%s] ", text ? text : "null"); }
static void w(const WCHAR *text) { for (printf("["); text && *text; text++) printf("%c", *text); printf("] "); }
static void nl(void) { puts(""); }
static void check(BOOL ok) { n(ok); if (!ok) n(GetLastError()); }
int main(void) {
    HANDLE heap = HeapCreate(0, 0x1000, 0);
    char *piece = HeapAlloc(heap, HEAP_ZERO_MEMORY, 100);
    n(heap != 0), n(piece[99]), piece = HeapReAlloc(heap, HEAP_ZERO_MEMORY, piece, 5000), n(piece[4999]), n(HeapSize(heap, 0, piece)), n(HeapValidate(heap, 0, piece)), check(HeapFree(heap, 0, piece)), check(HeapDestroy(heap));
    n(HeapSetInformation(GetProcessHeap(), HeapEnableTerminationOnCorruption, 0, 0)), nl();
    piece = LocalAlloc(LPTR, 50), n(piece[49]), n(LocalSize(piece)), strcpy(piece, "kept"), piece = LocalReAlloc(piece, 500, LMEM_MOVEABLE | LMEM_ZEROINIT), t(piece), n(LocalSize(piece)), n(LocalLock(piece) == piece), n(LocalUnlock(piece)), n(LocalHandle(piece) == piece), n(LocalFree(piece) == 0), nl();
    piece = GlobalAlloc(GPTR, 60), n(GlobalSize(piece)), n(GlobalLock(piece) == piece), piece = GlobalReAlloc(piece, 600, GMEM_MOVEABLE), n(GlobalSize(piece)), n(GlobalFree(piece) == 0), nl();
    char *page = VirtualAlloc(0, 0x30000, MEM_RESERVE, PAGE_NOACCESS);
    n(page != 0), n(VirtualAlloc(page + 0x1000, 0x2000, MEM_COMMIT, PAGE_READWRITE) == page + 0x1000), page[0x1000] = 1, n(IsBadReadPtr(page + 0x1000, 0x2000)), n(IsBadWritePtr(page + 0x1000, 0x2000)), n(IsBadReadPtr(page, 1)), n(IsBadReadPtr(page + 0x2fff, 2)), n(IsBadReadPtr(0, 0));
    DWORD old;
    check(VirtualProtect(page + 0x1000, 0x1000, PAGE_READONLY, &old)), n(old), n(IsBadReadPtr(page + 0x1000, 1)), n(IsBadWritePtr(page + 0x1000, 1)), check(VirtualFree(page, 0, MEM_RELEASE)), nl();
    n(VirtualAlloc((void *)0x123450000, 0x10000, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE) == (void *)0x123450000), n(VirtualAlloc((void *)0x123450000, 0x10000, MEM_RESERVE, PAGE_READWRITE) == 0), n(GetLastError()), check(VirtualFree((void *)0x123450000, 0, MEM_RELEASE)), nl();
    n(VirtualAlloc(0, 0, MEM_RESERVE, PAGE_READWRITE) == 0), n(GetLastError()), n(VirtualAlloc(0, 0x1000, MEM_COMMIT, 0x99) == 0), n(GetLastError()), check(VirtualFree((void *)0x10, 0, MEM_RELEASE)), nl();
    HANDLE file = CreateFileA("view.bin", GENERIC_READ | GENERIC_WRITE, 0, 0, CREATE_ALWAYS, 0, 0);
    HANDLE mapping = CreateFileMappingW(file, 0, PAGE_READWRITE, 0, 100, 0);
    char *view = MapViewOfFile(mapping, FILE_MAP_ALL_ACCESS, 0, 0, 0);
    n(mapping != 0), n(GetFileSize(file, 0)), n(SetFilePointer(file, 0, 0, FILE_CURRENT)), strcpy(view, "through the view"), check(FlushViewOfFile(view, 0)), check(UnmapViewOfFile(view)), CloseHandle(mapping);
    char text[30] = "";
    mapping = CreateFileMappingA(file, 0, PAGE_READONLY, 0, 0, 0), n(SetFilePointer(file, 0, 0, FILE_CURRENT)), CloseHandle(mapping); // it stays where it was
    ReadFile(file, text, 16, &old, 0), t(text), n(MapViewOfFile(file, FILE_MAP_READ, 0, 0, 0) == 0), n(GetLastError()), check(UnmapViewOfFile((void *)0x1000)), CloseHandle(file);
    n(CreateFileMappingA(file, 0, PAGE_READWRITE, 0, 100, 0) == 0), n(GetLastError()), n(CreateFileMappingA(INVALID_HANDLE_VALUE, 0, PAGE_READWRITE, 0, 0, 0) == 0), n(GetLastError()), nl();
    return 0;
}
END
x86_64-w64-mingw32-gcc -O1 -w -o $t/main.exe $t/main.c
cd $t
run_both $t/main.exe '1 0 0 5000 1 1 1 1 
0 50 [kept] 500 1 0 1 1 
60 1 600 1 
1 1 0 0 1 1 0 1 4 0 1 1 
1 1 487 1 
1 87 1 87 0 87 
1 100 0 1 1 0 [through the view] 1 6 0 487 1 6 1 87 '
