// maps.c - --maps: whose page is it? Asked of the kernel, page by page.
//
//      [maps]  my_dll.dll at 0x180000000, after binding
//      [maps]    .text    0x180001000   2 pages  SS
//      [maps]    .rdata   0x180003000   2 pages  P.        the first page holds the import address table: written to
//      [maps]    .data    0x180005000   1 page   s
//
//      .   not in this process's page table: never touched, so it costs nothing here
//      s   the section object's page, at the moment mapped by this process only
//      S   the section object's page, mapped by another process too: one page of memory serves both
//      P   a private copy: this process has written to the page
//
// /proc/self/pagemap has eight bytes for each page of address space. Bit 63 says that the page is present, bit 61
// that it is a page of a file or of shared memory (a copy made by writing is neither), bit 56 that only one
// process maps it. Nothing here is worked out from section flags. /proc is readable for the process itself without any
// rights.
#include "loader.h"

#include <fcntl.h>
#include <unistd.h>

static char page_kind(u64 entry) {
    bool present = entry >> 63 & 1, of_file = entry >> 61 & 1, only_here = entry >> 56 & 1, swapped = entry >> 62 & 1;
    if (!present && !(swapped && !of_file)) return '.';
    if (!of_file) return 'P';
    return only_here ? 's' : 'S';
}

// At most this many letters a line; a longer section gets several lines.
enum { PAGES_A_LINE = 64 };

static void report_range(Process *p, int pagemap, const Module *module, const MappedRange *r) {
    u32 count = r->size / PAGE_SIZE;
    for (u32 first = 0; first < count; first += PAGES_A_LINE) {
        u32 n = count - first < PAGES_A_LINE ? count - first : PAGES_A_LINE;
        const u8 *at = module->base + r->rva + (u64)first * PAGE_SIZE;
        u64 entries[PAGES_A_LINE];
        char letters[PAGES_A_LINE + 1];
        off_t off = (off_t)((u64)(uintptr_t)at / PAGE_SIZE * sizeof(u64));
        if (pread(pagemap, entries, n * sizeof(u64), off) != (ssize_t)(n * sizeof(u64))) return;
        for (u32 i = 0; i < n; i++) letters[i] = page_kind(entries[i]);
        letters[n] = 0;
        trace_always("maps", "  %-8.*s %p  %u page%s  %s%s", (int)(r->name.n < 64 ? r->name.n : 64),
                     (const char *)r->name.p, (const void *)at, n, n == 1 ? " " : "s", letters,
                     r->is_shared ? "  (SHARED section)" : "");
    }
    (void)p;
}

void report_pages_of(Process *p, const Module *module, const char *moment) {
    if (!p->options.maps || module->builtin || !module->base) return;
    if (!p->told_letters)
        trace_always("maps", "pages: . never touched  s shared object's, mapped only here now  S mapped by another "
                             "process too  P private copy");
    p->told_letters = true;
    int pagemap = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
    if (pagemap < 0) {
        trace_always("maps", "cannot read /proc/self/pagemap, so nothing is known about pages");
        return;
    }
    trace_always("maps", "%s at %p, %s", printable(&p->arena, module->name), (void *)module->base, moment);
    for (u32 i = 0; i < module->range_count; i++) report_range(p, pagemap, module, &module->ranges[i]);
    close(pagemap);
}

void report_pages(Process *p, const char *moment) {
    for (u32 i = 0; i < p->modules.count; i++) report_pages_of(p, p->modules.at[i], moment);
}
