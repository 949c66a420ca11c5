// link.c - a whole link of a few files in a folder in memory.
//
//      options: 2 bytes | file: kind 1, size 2, bytes | file ... | the last one ends with the input
//
// What is demanded is what SECURITY.md promises: the link ends with 0 or 1; after an error there is no new file; after
// a success there are no temporary files, and the image is one that the strict reader accepts, down to its base
// relocations.
#include "../../linker/linker.h"
#include "fuzz.h"
#include <dirent.h>
#include <unistd.h>

enum { MOST_FILES = 6, FILE_HEADER = 3 };

typedef struct {
    u8 kind;
    Str bytes;
} Part;

static u32 split(Str in, Part *parts) {
    u32 count = 0;
    for (size_t at = 2; at + FILE_HEADER <= in.n && count < MOST_FILES; count++) {
        size_t n = load16(in.p + at + 1), from = at + FILE_HEADER;
        if (n > in.n - from) n = in.n - from;
        parts[count] = (Part){in.p[at], {in.p + from, n}};
        at = from + n;
    }
    return count;
}

// ---- The command line

typedef struct {
    char *argv[40];
    int argc;
} Words;

static void add(Words *w, const char *text) { w->argv[w->argc++] = (char *)(uintptr_t)text; }

static void add_options(Words *w, u32 bits) {
    static const char *const choices[16] = {"/dll",     "/noentry",    "/opt:ref",         "/opt:icf",
                                            "/explain", "/debug",      "/verbose",         "/release",
                                            "/brepro",  "/guard:cf",   "/fixed",           "/force",
                                            "/time",    "/safeseh:no", "/delayload:a.dll", "/largeaddressaware:no"};
    for (u32 i = 0; i < 16; i++)
        if (bits & 1u << i) add(w, choices[i]);
}

static void add_inputs(Arena *a, Words *w, const Part *parts, u32 count) {
    static const struct {
        const char *option, *name;
    } kinds[] = {
        {"", "obj"},         {"", "lib"}, {"", "res"}, {"/def:", "def"}, {"/manifest /manifestinput:", "manifest"},
        {"/order:@", "txt"}, {"", "dll"},
    };
    for (u32 i = 0; i < count; i++) {
        u32 kind = parts[i].kind % (sizeof kinds / sizeof *kinds);
        const char *name = (const char *)arena_printf(a, "%u.%s", i, kinds[kind].name).p;
        const char *path = fuzz_file(a, name, parts[i].bytes);
        if (kind == 4) add(w, "/manifest:embed");
        add(w, (const char *)arena_printf(a, "%s%s", kind == 4 ? "/manifestinput:" : kinds[kind].option, path).p);
    }
}

// ---- What is there afterwards

// Names in the folder of outputs; they are removed on the way.
static u32 take_outputs(const char *folder) {
    u32 count = 0;
    DIR *dir = opendir(folder);
    FUZZ_CHECK(dir);
    for (const struct dirent *e; (e = readdir(dir)) != NULL;) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) continue;
        FUZZ_CHECK(e->d_name[0] != '.' && "a temporary file stayed");
        FUZZ_CHECK(unlinkat(dirfd(dir), e->d_name, 0) == 0);
        count++;
    }
    closedir(dir);
    return count;
}

static void check_image_file(Arena *a, const char *path) {
    PeImage pe;
    Message m = {0};
    FileIdentity id;
    Str bytes;
    FUZZ_CHECK(file_read(a, path, &bytes, &id, &m));
    FUZZ_CHECK(pe_open(&pe, a, bytes, STR("image"), &m));
    PeBaseRelocWalk walk = {0};
    PeBaseReloc r;
    while (pe_next_base_reloc(&pe, &walk, &r, a, &m)) {
    }
    FUZZ_CHECK(!m.text.n);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size) {
    if (size < 2) return 0;
    Arena a = {0};
    Part parts[MOST_FILES];
    Words w = {.argc = 0};
    const char *folder = fuzz_path(&a, "out"), *image = fuzz_path(&a, "out/image");
    if (access(folder, W_OK) != 0) FUZZ_CHECK(mkdir(folder, 0700) == 0);
    u32 bits = load16(data);
    add(&w, "mylink"), add(&w, "/nologo"), add(&w, "/threads:1"), add(&w, "/subsystem:console");
    add(&w, (const char *)arena_printf(&a, "/out:%s", image).p);
    if (!(bits & 1)) add(&w, "/entry:start");
    if (bits & 0x20) add(&w, (const char *)arena_printf(&a, "/map:%s/map", folder).p);
    add_options(&w, bits);
    add_inputs(&a, &w, parts, split((Str){data, size}, parts));
    Link *link = ARENA_NEW(&a, Link);
    link->arena = &a;
    link->diag = (Diag){.tool = "LINK", .arena = &a};
    int code = link_run(link, w.argc, w.argv);
    FUZZ_CHECK(code == 0 || code == 1);
    if (code == 0) check_image_file(&a, image);
    u32 outputs = take_outputs(folder);
    FUZZ_CHECK(code == 0 ? outputs >= 1 : outputs == 0);
    for (u32 i = 1; i < link->workers.worker_count; i++) arena_free(link->workers.arenas[i]);
    arena_free(&a);
    return 0;
}

// One file of the input changes, and its size with it; the others stay as they are.
size_t LLVMFuzzerCustomMutator(u8 *data, size_t size, size_t max_size, unsigned seed) {
    Part parts[MOST_FILES];
    u32 count = split((Str){data, size}, parts);
    if (!count || seed % 16 == 0) return LLVMFuzzerMutate(data, size, max_size);
    Part chosen = parts[seed / 16 % count];
    size_t from = (size_t)(chosen.bytes.p - data), behind = size - from - chosen.bytes.n;
    size_t room = max_size - (size - chosen.bytes.n);
    if (size > max_size || room > 0xffff) room = 0xffff;
    u8 *changed = malloc(room + chosen.bytes.n + 1), *rest = malloc(behind + 1);
    FUZZ_CHECK(changed && rest);
    memcpy(changed, chosen.bytes.p, chosen.bytes.n);
    memcpy(rest, data + from + chosen.bytes.n, behind);
    size_t n = chosen.bytes.n;
    if (n <= room)
        n = chosen.kind % 7 == 0 ? fuzz_mutate_object(changed, n, room, seed / 64) : LLVMFuzzerMutate(changed, n, room);
    if (from + n + behind <= max_size) {
        memcpy(data + from, changed, n);
        memcpy(data + from + n, rest, behind);
        store16(data + from - 2, (u16)n);
        size = from + n + behind;
    }
    free(changed);
    free(rest);
    return size;
}
