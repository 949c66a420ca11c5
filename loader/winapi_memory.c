// winapi_memory.c - memory by the page (VirtualAlloc), by the piece (HeapAlloc) and views of files.
//
// VirtualAlloc knows two steps: reserving address space (in units of 64 KB, no access) and committing pages of it.
// Linux's mmap with PROT_NONE and mprotect are the same two. HeapSize has to know what was asked for, so each piece of
// a heap carries a header:
//
//      [ size | heap ] [ the piece ... ]
//                      ^ 16-byte aligned: what the program gets
#include "winapi.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

// ---- Pages

enum {
    PAGE_NOACCESS = 1,
    PAGE_READONLY = 2,
    PAGE_READWRITE = 4,
    PAGE_WRITECOPY = 8,
    PAGE_EXECUTE = 16,
    PAGE_EXECUTE_READ = 32,
    PAGE_EXECUTE_READWRITE = 64,
    PAGE_EXECUTE_WRITECOPY = 128,
    PAGE_GUARD = 256,
    MEM_COMMIT = 0x1000,
    MEM_RESERVE = 0x2000,
    MEM_DECOMMIT = 0x4000,
    MEM_RELEASE = 0x8000,
    MEM_FREE = 0x10000,
    MEM_PRIVATE = 0x20000,
    MEM_MAPPED = 0x40000,
    MEM_IMAGE = 0x1000000,
};

static int host_protection(DWORD protection) {
    if (protection & PAGE_GUARD) return PROT_NONE;
    switch (protection & 0xff) {
    case PAGE_READONLY: return PROT_READ;
    case PAGE_READWRITE:
    case PAGE_WRITECOPY: return PROT_READ | PROT_WRITE;
    case PAGE_EXECUTE:
    case PAGE_EXECUTE_READ: return PROT_READ | PROT_EXEC;
    case PAGE_EXECUTE_READWRITE:
    case PAGE_EXECUTE_WRITECOPY: return PROT_READ | PROT_WRITE | PROT_EXEC;
    case PAGE_NOACCESS: return PROT_NONE;
    default: return -1;
    }
}

static DWORD windows_protection(int protection) {
    switch (protection) {
    case PROT_READ: return PAGE_READONLY;
    case PROT_READ | PROT_WRITE: return PAGE_READWRITE;
    case PROT_READ | PROT_EXEC: return PAGE_EXECUTE_READ;
    case PROT_READ | PROT_WRITE | PROT_EXEC: return PAGE_EXECUTE_READWRITE;
    default: return PAGE_NOACCESS;
    }
}

// One line of /proc/self/maps: what the kernel has mapped around an address.
typedef struct {
    u64 start, end;
    int protection;
    bool is_mapped; // false: a hole
} HostRange;

// The kernel's word on the range that holds `at`; for a hole, the hole up to the next mapping.
static HostRange host_range(u64 at) {
    HostRange found = {0, HIGHEST_ADDRESS + 1, PROT_NONE, false};
    FILE *maps = fopen("/proc/self/maps", "re");
    if (!maps) return found;
    unsigned long long start, end;
    char rights[8];
    // NOLINTNEXTLINE(cert-err34-c): the kernel has written the numbers
    while (fscanf(maps, "%llx-%llx %4s%*[^\n]", &start, &end, rights) == 3) {
        if (end <= at) {
            found.start = end;
            continue;
        }
        if (start > at) {
            found.end = start;
            break;
        }
        int protection = (rights[0] == 'r' ? PROT_READ : 0) | (rights[1] == 'w' ? PROT_WRITE : 0) |
                         (rights[2] == 'x' ? PROT_EXEC : 0);
        found = (HostRange){start, end, protection, true};
        break;
    }
    fclose(maps);
    return found;
}

// Under WinState.lock.
static Allocation **allocation_of(WinState *win, const void *address) {
    for (Allocation **at = &win->allocations; *at; at = &(*at)->next)
        if ((const u8 *)address >= (*at)->base && (u64)((const u8 *)address - (*at)->base) < (*at)->size) return at;
    return NULL;
}

static bool remember_allocation(WinState *win, u8 *base, u64 size, bool is_view) {
    Allocation *allocation = malloc(sizeof *allocation);
    if (!allocation) return false;
    *allocation = (Allocation){win->allocations, base, size, is_view};
    win->allocations = allocation;
    return true;
}

// Address space that starts at a multiple of 64 KB: ask for more and give the ends back.
static u8 *reserve_aligned(u64 size) {
    u8 *at = mmap(NULL, size + ALLOCATION_GRANULARITY, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (at == MAP_FAILED) return NULL;
    u8 *base = (u8 *)(uintptr_t)align_up((u64)(uintptr_t)at, ALLOCATION_GRANULARITY);
    if (base > at) munmap(at, (size_t)(base - at));
    u64 behind = (u64)(at + ALLOCATION_GRANULARITY - base);
    if (behind) munmap(base + size, behind);
    return base;
}

static u8 *reserve_pages(u64 address, u64 size) {
    if (!address) return reserve_aligned(size);
    int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE;
    void *at = mmap((void *)(uintptr_t)address, size, PROT_NONE, flags, -1, 0);
    if (at == MAP_FAILED) return NULL;
    if ((u64)(uintptr_t)at == address) return at;
    munmap(at, size);
    return NULL;
}

static void *allocate_pages(void *address, SIZE_T size, DWORD type, int protection) {
    WinState *win = current_process()->win;
    u64 first = (u64)(uintptr_t)address & ~(u64)(PAGE_SIZE - 1);
    u64 whole = align_up((u64)(uintptr_t)address + size, PAGE_SIZE) - first;
    u8 *base = (u8 *)(uintptr_t)first;
    if (type & MEM_RESERVE || !address) {
        u64 start = first & ~(u64)(ALLOCATION_GRANULARITY - 1);
        whole += first - start;
        base = reserve_pages(start, whole);
        if (!base || !remember_allocation(win, base, whole, false)) return NULL;
    } else {
        Allocation **at = allocation_of(win, base);
        if (!at || !range_ok((u64)(base - (*at)->base), whole, 1, (*at)->size)) return NULL;
    }
    if (type & MEM_COMMIT && mprotect(base, whole, protection) != 0) return NULL;
    return base;
}

static void *WINAPI win_VirtualAlloc(void *address, SIZE_T size, DWORD type, DWORD protect) {
    WinState *win = current_process()->win;
    int protection = host_protection(protect);
    if (!size || protection < 0 || !(type & (MEM_COMMIT | MEM_RESERVE)) || size > HIGHEST_ADDRESS) {
        set_last_error(ERROR_INVALID_PARAMETER);
        return NULL;
    }
    pthread_mutex_lock(&win->lock);
    void *base = allocate_pages(address, size, type, protection);
    pthread_mutex_unlock(&win->lock);
    if (!base) set_last_error(address ? ERROR_INVALID_ADDRESS : ERROR_NOT_ENOUGH_MEMORY);
    return base;
}

static bool free_pages(WinState *win, u8 *address, SIZE_T size, DWORD type) {
    Allocation **at = allocation_of(win, address);
    if (!at || (*at)->is_view) return false;
    Allocation *allocation = *at;
    if (type == MEM_DECOMMIT) {
        u64 n = size ? align_up(size, PAGE_SIZE) : allocation->size;
        if (!range_ok((u64)(address - allocation->base), n, 1, allocation->size)) return false;
        int flags =
            MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED; // fresh pages: they are zero when committed again
        return mmap(address, n, PROT_NONE, flags, -1, 0) != MAP_FAILED;
    }
    if (type != MEM_RELEASE || size || address != allocation->base) return false;
    munmap(allocation->base, allocation->size);
    *at = allocation->next;
    free(allocation);
    return true;
}

static BOOL WINAPI win_VirtualFree(void *address, SIZE_T size, DWORD type) {
    WinState *win = current_process()->win;
    pthread_mutex_lock(&win->lock);
    bool ok = free_pages(win, address, size, type);
    pthread_mutex_unlock(&win->lock);
    return ok || fail(ERROR_INVALID_PARAMETER);
}

static BOOL WINAPI win_VirtualProtect(void *address, SIZE_T size, DWORD protect, DWORD *old) {
    int protection = host_protection(protect);
    u64 first = (u64)(uintptr_t)address & ~(u64)(PAGE_SIZE - 1);
    if (protection < 0 || !size || !old || size > HIGHEST_ADDRESS) return fail(ERROR_INVALID_PARAMETER);
    HostRange range = host_range(first);
    u64 whole = align_up((u64)(uintptr_t)address + size, PAGE_SIZE) - first;
    if (!range.is_mapped || mprotect((void *)(uintptr_t)first, whole, protection) != 0)
        return fail(ERROR_INVALID_ADDRESS);
    *old = windows_protection(range.protection);
    return TRUE;
}

typedef struct { // MEMORY_BASIC_INFORMATION
    void *base, *allocation_base;
    DWORD allocation_protect;
#if UINTPTR_MAX > UINT32_MAX
    u16 partition, unused;
#endif
    SIZE_T size;
    DWORD state, protect, type;
} MemoryInformation;

static SIZE_T WINAPI win_VirtualQuery(const void *address, MemoryInformation *info, SIZE_T n) {
    Process *p = current_process();
    u64 first = (u64)(uintptr_t)address & ~(u64)(PAGE_SIZE - 1);
    if (n < sizeof *info || first > HIGHEST_ADDRESS) return (SIZE_T)fail(ERROR_INVALID_PARAMETER);
    HostRange range = host_range(first);
    *info = (MemoryInformation){.base = (void *)(uintptr_t)first,
                                .size = (SIZE_T)(range.end - first),
                                .state = MEM_FREE,
                                .protect = PAGE_NOACCESS};
    if (!range.is_mapped) return sizeof *info;
    pthread_mutex_lock(&p->loader_lock); // modules; always before the other lock
    pthread_mutex_lock(&p->win->lock);
    Allocation **allocation = allocation_of(p->win, address);
    const Module *module = module_of_address(p, address);
    info->protect = windows_protection(range.protection);
    info->state = allocation && info->protect == PAGE_NOACCESS ? MEM_RESERVE : MEM_COMMIT;
    info->type = module ? MEM_IMAGE : allocation && (*allocation)->is_view ? MEM_MAPPED : MEM_PRIVATE;
    info->allocation_base = module ? module->base : allocation ? (*allocation)->base : (void *)(uintptr_t)range.start;
    u64 end = module       ? (u64)(uintptr_t)module->base + module->size
              : allocation ? (u64)(uintptr_t)(*allocation)->base + (*allocation)->size
                           : range.end;
    if (end < range.end) info->size = (SIZE_T)(end - first);
    info->allocation_protect = module ? PAGE_EXECUTE_WRITECOPY : PAGE_READWRITE;
    pthread_mutex_unlock(&p->win->lock);
    pthread_mutex_unlock(&p->loader_lock);
    return sizeof *info;
}

static BOOL WINAPI win_FlushInstructionCache(HANDLE process, void *address, SIZE_T size) {
    (void)process;
    if (address) __builtin___clear_cache((char *)address, (char *)address + size);
    return TRUE;
}

static BOOL readable(const void *address, SIZE_T size, int protection) {
    u64 at = (u64)(uintptr_t)address, end = at + size;
    while (at < end) {
        HostRange range = host_range(at);
        if (!range.is_mapped || (range.protection & protection) != protection) return FALSE;
        at = range.end;
    }
    return TRUE;
}

// These say TRUE for a bad pointer.
static BOOL WINAPI win_IsBadReadPtr(const void *address, SIZE_T size) { return !readable(address, size, PROT_READ); }
static BOOL WINAPI win_IsBadWritePtr(const void *address, SIZE_T size) { return !readable(address, size, PROT_WRITE); }

// ---- Heaps

typedef struct {
    u64 size;
    u64 heap;
} PieceHeader;

enum { HEAP_ZERO_MEMORY = 8, HEAP_REALLOC_IN_PLACE_ONLY = 16 };

void *heap_alloc(u64 size, bool zero) {
    if (size > SIZE_MAX - sizeof(PieceHeader)) return NULL;
    PieceHeader *header = zero ? calloc(1, (size_t)size + sizeof *header) : malloc((size_t)size + sizeof *header);
    if (!header) return NULL;
    header->size = size;
    header->heap = 0;
    return header + 1;
}

void heap_free(void *piece) {
    if (piece) free((PieceHeader *)piece - 1);
}

u64 heap_size(const void *piece) { return ((const PieceHeader *)piece - 1)->size; }

void *heap_realloc(void *piece, u64 size, bool zero) {
    if (size > SIZE_MAX - sizeof(PieceHeader)) return NULL;
    u64 old_size = heap_size(piece);
    PieceHeader *header = realloc((PieceHeader *)piece - 1, (size_t)size + sizeof *header);
    if (!header) return NULL;
    header->size = size;
    if (zero && size > old_size) memset((u8 *)(header + 1) + old_size, 0, (size_t)(size - old_size));
    return header + 1;
}

static HANDLE WINAPI win_GetProcessHeap(void) { return current_process()->peb->process_heap; }

static HANDLE WINAPI win_HeapCreate(DWORD options, SIZE_T initial, SIZE_T maximum) {
    (void)options, (void)initial, (void)maximum;
    return heap_alloc(sizeof(u64), true); // something to name it by; pieces come from the one C heap
}

static BOOL WINAPI win_HeapDestroy(HANDLE heap) {
    if (heap == current_process()->peb->process_heap) return fail(ERROR_INVALID_HANDLE);
    heap_free(heap);
    return TRUE;
}

static void *WINAPI win_HeapAlloc(HANDLE heap, DWORD flags, SIZE_T size) {
    (void)heap;
    void *piece = heap_alloc(size, flags & HEAP_ZERO_MEMORY);
    if (!piece) set_last_error(ERROR_NOT_ENOUGH_MEMORY);
    return piece;
}

static void *WINAPI win_HeapReAlloc(HANDLE heap, DWORD flags, void *piece, SIZE_T size) {
    (void)heap;
    if (!piece || (flags & HEAP_REALLOC_IN_PLACE_ONLY && size > heap_size(piece))) return NULL;
    return heap_realloc(piece, size, flags & HEAP_ZERO_MEMORY);
}

static BOOL WINAPI win_HeapFree(HANDLE heap, DWORD flags, void *piece) {
    (void)heap, (void)flags;
    heap_free(piece);
    return TRUE;
}

static SIZE_T WINAPI win_HeapSize(HANDLE heap, DWORD flags, const void *piece) {
    (void)heap, (void)flags;
    return piece ? (SIZE_T)heap_size(piece) : (SIZE_T)-1;
}

static BOOL WINAPI win_HeapValidate(HANDLE heap, DWORD flags, const void *piece) {
    (void)heap, (void)flags, (void)piece;
    return TRUE;
}

static BOOL WINAPI win_HeapSetInformation(HANDLE heap, int kind, void *info, SIZE_T size) {
    (void)heap, (void)kind, (void)info, (void)size;
    return TRUE;
}

static SIZE_T WINAPI win_HeapCompact(HANDLE heap, DWORD flags) {
    (void)heap, (void)flags;
    return 1 << 20;
}

// LocalAlloc and GlobalAlloc: a handle is the address of the piece, so locking it is nothing to do.
enum { LMEM_ZEROINIT = 0x40 };

static void *WINAPI win_LocalAlloc(DWORD flags, SIZE_T size) {
    return win_HeapAlloc(NULL, flags & LMEM_ZEROINIT ? HEAP_ZERO_MEMORY : 0, size);
}

static void *WINAPI win_LocalReAlloc(void *piece, SIZE_T size, DWORD flags) {
    return win_HeapReAlloc(NULL, flags & LMEM_ZEROINIT ? HEAP_ZERO_MEMORY : 0, piece, size);
}

static void *WINAPI win_LocalFree(void *piece) {
    heap_free(piece);
    return NULL;
}

static void *WINAPI win_LocalLock(void *piece) { return piece; }

static BOOL WINAPI win_LocalUnlock(void *piece) {
    (void)piece;
    set_last_error(ERROR_SUCCESS);
    return FALSE;
}

static SIZE_T WINAPI win_LocalSize(const void *piece) { return piece ? (SIZE_T)heap_size(piece) : 0; }
static void *WINAPI win_LocalHandle(void *piece) { return piece; }

// ---- Mapped files

enum { FILE_MAP_COPY = 1, FILE_MAP_WRITE = 2, FILE_MAP_READ = 4, FILE_MAP_EXECUTE = 32 };

static HANDLE create_mapping(HANDLE file, DWORD protect, u64 size, char *name) {
    Process *p = current_process();
    if (file == INVALID_HANDLE && !size) {
        free(name);
        set_last_error(ERROR_INVALID_PARAMETER);
        return NULL;
    }
    int fd = file == INVALID_HANDLE ? memfd_create("mapping", MFD_CLOEXEC) : fcntl(fd_of(file), F_DUPFD_CLOEXEC, 0);
    struct stat st = {0};
    bool ok = fd >= 0 && fstat(fd, &st) == 0, grow = size > (u64)st.st_size;
    Object *mapping = !ok || (grow && ftruncate(fd, (off_t)size) != 0) ? NULL : new_object(OBJECT_MAPPING);
    if (!mapping) {
        set_last_error(error_of_errno(errno));
        if (fd >= 0) close(fd);
        free(name);
        return NULL;
    }
    mapping->fd = fd;
    mapping->size = size ? size : (u64)st.st_size;
    mapping->access = protect & 0xff;
    mapping->name = name;
    set_last_error(ERROR_SUCCESS);
    return new_handle(p, mapping);
}

static HANDLE WINAPI win_CreateFileMappingA(HANDLE file, void *security, DWORD protect, DWORD high, DWORD low,
                                            const char *name) {
    (void)security, (void)name; // a name would be for other processes, which myload does not share mappings with
    return create_mapping(file, protect, (u64)high << 32 | low, NULL);
}

static HANDLE WINAPI win_CreateFileMappingW(HANDLE file, void *security, DWORD protect, DWORD high, DWORD low,
                                            const WCHAR *name) {
    (void)security, (void)name;
    return create_mapping(file, protect, (u64)high << 32 | low, NULL);
}

static void *WINAPI win_MapViewOfFile(HANDLE handle, DWORD access, DWORD high, DWORD low, SIZE_T size) {
    Process *p = current_process();
    Object *mapping = object_of(handle, OBJECT_MAPPING);
    if (!mapping) return NULL;
    u64 at = (u64)high << 32 | low, n = size ? size : at < mapping->size ? mapping->size - at : 0;
    int protection = PROT_READ | (access & (FILE_MAP_WRITE | FILE_MAP_COPY) ? PROT_WRITE : 0) |
                     (access & FILE_MAP_EXECUTE ? PROT_EXEC : 0);
    bool fits = n && at % ALLOCATION_GRANULARITY == 0 && range_ok(at, n, 1, mapping->size);
    void *view =
        fits ? mmap(NULL, n, protection, access == FILE_MAP_COPY ? MAP_PRIVATE : MAP_SHARED, mapping->fd, (off_t)at)
             : MAP_FAILED;
    release_object(mapping);
    if (view == MAP_FAILED) {
        set_last_error(fits ? error_of_errno(errno) : ERROR_INVALID_PARAMETER);
        return NULL;
    }
    pthread_mutex_lock(&p->win->lock);
    remember_allocation(p->win, view, align_up(n, PAGE_SIZE), true);
    pthread_mutex_unlock(&p->win->lock);
    return view;
}

static BOOL WINAPI win_UnmapViewOfFile(const void *view) {
    WinState *win = current_process()->win;
    pthread_mutex_lock(&win->lock);
    Allocation **at = allocation_of(win, view);
    Allocation *allocation = at && (*at)->is_view ? *at : NULL;
    if (allocation) *at = allocation->next;
    pthread_mutex_unlock(&win->lock);
    if (!allocation) return fail(ERROR_INVALID_ADDRESS);
    munmap(allocation->base, allocation->size);
    free(allocation);
    return TRUE;
}

static BOOL WINAPI win_FlushViewOfFile(const void *view, SIZE_T size) {
    u64 first = (u64)(uintptr_t)view & ~(u64)(PAGE_SIZE - 1);
    return msync((void *)(uintptr_t)first, size, MS_SYNC) == 0 || fail(error_of_errno(errno));
}

typedef struct { // MEMORYSTATUSEX
    DWORD length, load;
    u64 total, available, total_page_file, available_page_file, total_virtual, available_virtual, extended;
} MemoryStatus;

static BOOL WINAPI win_GlobalMemoryStatusEx(MemoryStatus *status) {
    u64 page = (u64)sysconf(_SC_PAGESIZE), all = (u64)sysconf(_SC_PHYS_PAGES) * page,
        left = (u64)sysconf(_SC_AVPHYS_PAGES) * page;
    *status = (MemoryStatus){sizeof *status,
                             (DWORD)(all ? 100 - left * 100 / all : 0),
                             all,
                             left,
                             all,
                             left,
                             HIGHEST_ADDRESS,
                             HIGHEST_ADDRESS,
                             0};
    return TRUE;
}

// clang-format off
const BuiltinFunction memory_functions[] = {
    FN(VirtualAlloc), FN(VirtualFree), FN(VirtualProtect), FN(VirtualQuery), FN(FlushInstructionCache),
    FN(IsBadReadPtr), FN(IsBadWritePtr), FN(GetProcessHeap), FN(HeapCreate), FN(HeapDestroy), FN(HeapAlloc),
    FN(HeapReAlloc), FN(HeapFree), FN(HeapSize), FN(HeapValidate), FN(HeapSetInformation), FN(HeapCompact),
    FN(LocalAlloc), FN(LocalReAlloc), FN(LocalFree), FN(LocalLock), FN(LocalUnlock), FN(LocalSize), FN(LocalHandle),
    FN_AS("GlobalAlloc", win_LocalAlloc), FN_AS("GlobalReAlloc", win_LocalReAlloc), FN_AS("GlobalFree", win_LocalFree),
    FN_AS("GlobalLock", win_LocalLock), FN_AS("GlobalUnlock", win_LocalUnlock), FN_AS("GlobalSize", win_LocalSize),
    FN_AS("GlobalHandle", win_LocalHandle), FN(CreateFileMappingA), FN(CreateFileMappingW), FN(MapViewOfFile),
    FN(UnmapViewOfFile), FN(FlushViewOfFile), FN(GlobalMemoryStatusEx), {0},
};
// clang-format on
