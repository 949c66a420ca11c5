# loader-memory.sh - VirtualAlloc in its two steps, VirtualProtect, VirtualQuery on memory and on images, heaps with their sizes.
. tests/common.sh
need x86_64-w64-mingw32-gcc
cat >$t/main.c <<'END'
#include <stdio.h>
#include <windows.h>
static void query(const char *what, void *at) {
    MEMORY_BASIC_INFORMATION info;
    VirtualQuery(at, &info, sizeof info);
    printf("%s: state %lx", what, info.State);
    if (info.State == MEM_COMMIT) printf(" protect %lx type %lx", info.Protect, info.Type);
    puts("");
}
int main(void) {
    DWORD old = 0;
    char *base = VirtualAlloc(0, 0x30000, MEM_RESERVE, PAGE_READWRITE);
    printf("%d\n", (int)((ULONG_PTR)base & 0xffff));
    query("reserved", base);
    char *page = VirtualAlloc(base + 0x11000, 1, MEM_COMMIT, PAGE_READWRITE);
    printf("%d\n", page == base + 0x11000);
    page[4095] = 5;
    query("committed", page);
    BOOL ok = VirtualProtect(page, 10, PAGE_READONLY, &old);
    printf("%d %lx\n", ok, old);
    query("read only", page);
    VirtualFree(page, 4096, MEM_DECOMMIT);
    query("decommitted", page);
    VirtualFree(base, 0, MEM_RELEASE);
    query("released", page);
    ok = VirtualFree(base, 0, MEM_RELEASE);
    printf("%d\n", ok);
    query("code", main);
    MEMORY_BASIC_INFORMATION info;
    VirtualQuery(main, &info, sizeof info);
    printf("%d\n", info.AllocationBase == GetModuleHandleA(0));
    unsigned char *code = VirtualAlloc(0, 4096, MEM_COMMIT, PAGE_EXECUTE_READWRITE);
    memcpy(code, "\xb8\x2a\0\0\0\xc3", 6);
    printf("%d\n", ((int (*)(void))code)());
    HANDLE heap = GetProcessHeap();
    char *piece = HeapAlloc(heap, HEAP_ZERO_MEMORY, 100);
    piece = HeapReAlloc(heap, HEAP_ZERO_MEMORY, piece, 5000);
    printf("%d %d\n", piece[4999], (int)HeapSize(heap, 0, piece));
    HLOCAL local = LocalAlloc(LPTR, 33);
    printf("%d\n", (int)LocalSize(local));
    printf("%d %d\n", HeapFree(heap, 0, piece), LocalFree(local) == 0);
    return 0;
}
END
x86_64-w64-mingw32-gcc -O1 -w -o $t/main.exe $t/main.c
run_both $t/main.exe '0
reserved: state 2000
1
committed: state 1000 protect 4 type 20000
1 4
read only: state 1000 protect 2 type 20000
decommitted: state 2000
released: state 10000
0
code: state 1000 protect 20 type 1000000
1
42
0 5000
33
1 1'
