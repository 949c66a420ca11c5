// link.c - a whole link of a few files in a folder in memory.
//
//      options: 2 bytes | file: kind 1, size 2, bytes | file ... | the last one ends with the input
//
// Sixteen options are a bit each. A part of kind 7 is no file: each of its bytes adds one more option to the command
// line, where it stands, and a first byte of 0xff makes that a command line of GNU ld.
//
// What is demanded is what SECURITY.md promises: the link ends with 0 or 1; after an error there is no new file; after
// a success there are no temporary files, and the image is one that the strict reader accepts, down to its base
// relocations.
#include "../../linker/linker.h"
#include "fuzz.h"
#include <dirent.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_FILES = 6, FILE_HEADER = 3, MOST_WORDS = 200 };
enum {
    KIND_OBJECT,
    KIND_LIBRARY,
    KIND_RES,
    KIND_DEF,
    KIND_MANIFEST,
    KIND_ORDER,
    KIND_DLL,
    KIND_OPTIONS,
    KIND_STUB,
    KIND_OVERLAY,
    KIND_COUNT
};

typedef struct {
    u32 kind;
    Str bytes;
} Part;

static u32 split(Str in, Part *parts) {
    u32 count = 0;
    for (size_t at = 2; at + FILE_HEADER <= in.n && count < MOST_FILES; count++) {
        size_t n = load16(in.p + at + 1), from = at + FILE_HEADER;
        if (n > in.n - from) n = in.n - from;
        parts[count] = (Part){in.p[at] % KIND_COUNT, {in.p + from, n}};
        at = from + n;
    }
    return count;
}

// ---- The command line

typedef struct {
    char *argv[MOST_WORDS + 40];
    int argc;
} Words;

static void add(Words *w, const char *text) { w->argv[w->argc++] = (char *)(uintptr_t)text; }

static void add_bits(Words *w, u32 bits) {
    static const char *const choices[16] = {"/dll",     "/noentry",    "/opt:ref",         "/opt:icf",
                                            "/explain", "/debug",      "/verbose",         "/release",
                                            "/brepro",  "/guard:cf",   "/fixed",           "/force",
                                            "/time",    "/safeseh:no", "/delayload:a.dll", "/largeaddressaware:no"};
    for (u32 i = 0; i < 16; i++)
        if (bits & 1u << i) add(w, choices[i]);
}

static void add_gnu_bits(Words *w, u32 bits) {
    static const char *const choices[16] = {"-shared",
                                            "--dll",
                                            "--gc-sections",
                                            "--icf=all",
                                            "-s",
                                            "-g",
                                            "--verbose",
                                            "--kill-at",
                                            "--insert-timestamp",
                                            "--export-all-symbols",
                                            "--disable-dynamicbase",
                                            "-noinhibit-exec",
                                            "--enable-stdcall-fixup",
                                            "--allow-multiple-definition",
                                            "--enable-auto-import",
                                            "--whole-archive"};
    for (u32 i = 0; i < 16; i++)
        if (bits & 1u << i) add(w, choices[i]);
}

// None names a file.
static void add_more(Words *w, Str choice) {
    static const char *const words[] = {
        "/wx",
        "/guard:cf,ehcont,longjmp",
        "/opt:safeicf",
        "/opt:icf=5",
        "/opt:noref",
        "/wholearchive",
        "/section:.text,erw",
        "/section:.data,r,align=64",
        "/section:.bss,s",
        "/merge:.rdata=.text",
        "/merge:.text=.data",
        "/merge:.data=.text",
        "/merge:.xdata=.rdata",
        "/merge:.a=.b",
        "/align:65536",
        "/align:32",
        "/filealign:32",
        "/filealign:4096",
        "/base:0x10000",
        "/base:0x7fffffff0000",
        "/base:0xfffffffffff0000",
        "/heap:1,1",
        "/stack:0x100000,4096",
        "/debug:symtab",
        "/debug:dwarf",
        "/mapinfo:fixups",
        "/mapinfo:exports",
        "/machine:x64",
        "/machine:x86",
        "/machine:arm64",
        "/dynamicbase:no",
        "/highentropyva:no",
        "/driver",
        "/driver:wdm",
        "/subsystem:efi_application",
        "/subsystem:native",
        "/functionpadmin",
        "/functionpadmin:255",
        "/cetcompat",
        "/delay:unload",
        "/delay:nobind",
        "/delayload:k.dll",
        "/errorformat:json",
        "/errorlimit:0",
        "/include:f",
        "/include:other",
        "/includeoptional:f",
        "/export:f",
        "/export:v,data",
        "/export:start,@1,noname",
        "/export:g=k.f",
        "/timestamp:1",
        "/manifest:embed",
        "/manifestuac:no",
        "/manifestdependency:type='win32' name='a'",
        "/nodefaultlib",
        "/ignore:4099",
        "/start-lib",
        "/end-lib",
        "/swaprun:net",
        "/force:multiple",
        "/force:unresolved",
        "/integritycheck",
        "/dependentloadflag:0x800",
        "/noexp",
        "/noimplib",
        "/allowbind:no",
        "/appcontainer",
        "/alternatename:other=f",
        "/fixed:no",
        "/entry:f",
        "/nofunctionpadsection:.text",
        "/exclude-symbols:f",
        "/failifmismatch:k=v",
        "/tsaware:no",
        "/version:1.2",
        "/osversion:6.0",
        "/guardsym:f,s",
        "/aligncomm:c,4",
    };
    static const char *const gnu_words[] = {
        "--wrap=f",
        "--wrap=other",
        "--export-all-symbols",
        "--exclude-all-symbols",
        "--exclude-symbols=f,v",
        "--exclude-libs=ALL",
        "--whole-archive",
        "--no-whole-archive",
        "--start-lib",
        "--end-lib",
        "--start-group",
        "--end-group",
        "-Bstatic",
        "-Bdynamic",
        "--push-state",
        "--pop-state",
        "--undefined=f",
        "-u",
        "--require-defined=f",
        "--defsym=a=f",
        "--disable-auto-import",
        "--enable-runtime-pseudo-reloc",
        "--strip-debug",
        "--image-base=0x10000",
        "--section-alignment=65536",
        "--file-alignment=32",
        "--stack=65536,4096",
        "--heap=1,1",
        "--major-os-version=6",
        "--subsystem=windows",
        "-mi386pep",
        "-mi386pe",
        "-marm64pe",
        "--no-insert-timestamp",
        "--large-address-aware",
        "--tsaware",
        "--no-seh",
        "--high-entropy-va",
        "--nxcompat",
        "--dynamicbase",
        "--add-stdcall-alias",
        "--warn-duplicate-exports",
        "--no-entry",
        "--allow-shlib-undefined",
        "--delayload=k.dll",
        "--build-id",
        "--print-gc-sections",
        "-t",
        "--cref",
        "--error-limit=0",
        "-plugin-opt=x",
        "-lk",
        "-O2",
        "--retain-symbols-file=x",
    };
    bool gnu = choice.n && choice.p[0] == 0xff;
    for (size_t i = gnu; i < choice.n && w->argc < MOST_WORDS; i++)
        add(w, gnu ? gnu_words[choice.p[i] % (sizeof gnu_words / sizeof *gnu_words)]
                   : words[choice.p[i] % (sizeof words / sizeof *words)]);
}

static void add_part(Arena *a, Words *w, const Part *part, u32 number, bool gnu) {
    static const struct {
        const char *option, *name;
    } kinds[KIND_COUNT] = {
        {"", "obj"},         {"", "lib"}, {"", "res"}, {"/def:", "def"},   {"/manifestinput:", "manifest"},
        {"/order:@", "txt"}, {"", "dll"}, {"", ""},    {"/stub:", "stub"}, {"/vfsoverlay:", "yaml"}};
    if (part->kind == KIND_OPTIONS) {
        add_more(w, part->bytes);
        return;
    }
    const char *name = (const char *)arena_printf(a, "%u.%s", number, kinds[part->kind].name).p;
    const char *path = fuzz_file(a, name, part->bytes);
    if (part->kind == KIND_MANIFEST && !gnu) add(w, "/manifest:embed");
    add(w, (const char *)arena_printf(a, "%s%s", gnu ? "" : kinds[part->kind].option, path).p);
}

// What a command line of link.exe begins with, and one of GNU ld.
static void add_link_options(Arena *a, Words *w, u32 bits, const char *folder) {
    add(w, "/nologo"), add(w, "/threads:1"), add(w, "/subsystem:console");
    add(w, (const char *)arena_printf(a, "/out:%s/image", folder).p);
    if (!(bits & 1)) add(w, "/entry:start");
    if (bits & 0x20) add(w, (const char *)arena_printf(a, "/map:%s/map", folder).p);
    if (bits & 0x40) add(w, (const char *)arena_printf(a, "/output-def:%s/def", folder).p);
    add_bits(w, bits);
}

static void add_gnu_options(Arena *a, Words *w, u32 bits, const char *folder) {
    add(w, "--threads=1"), add(w, "--subsystem=console"), add(w, "-o");
    add(w, (const char *)arena_printf(a, "%s/image", folder).p);
    if (!(bits & 1)) add(w, "--entry=start");
    if (bits & 0x20) add(w, (const char *)arena_printf(a, "-Map=%s/map", folder).p);
    if (bits & 0x40) add(w, (const char *)arena_printf(a, "--out-implib=%s/lib", folder).p);
    add_gnu_bits(w, bits);
}

static bool asks_for_gnu(const Part *parts, u32 count) {
    for (u32 i = 0; i < count; i++)
        if (parts[i].kind == KIND_OPTIONS && parts[i].bytes.n && parts[i].bytes.p[0] == 0xff) return true;
    return false;
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

// A few bytes may ask for an image of 4 GB: zeros between sections, which are in the file. To write it is a full disk here.
// (Each time anew: libFuzzer has its own idea of what that signal should do.)
static void limit_outputs(void) {
    const struct rlimit most = {64 << 20, 64 << 20};
    signal(SIGXFSZ, SIG_IGN);
    FUZZ_CHECK(setrlimit(RLIMIT_FSIZE, &most) == 0);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size) {
    if (size < 2) return 0;
    limit_outputs();
    Arena a = {0};
    Part parts[MOST_FILES];
    Words w = {.argc = 0};
    const char *folder = fuzz_path(&a, "out"), *image = fuzz_path(&a, "out/image");
    if (access(folder, W_OK) != 0) FUZZ_CHECK(mkdir(folder, 0700) == 0);
    u32 bits = load16(data), count = split((Str){data, size}, parts);
    bool gnu = asks_for_gnu(parts, count);
    add(&w, "mylink");
    if (gnu)
        add_gnu_options(&a, &w, bits, folder);
    else
        add_link_options(&a, &w, bits, folder);
    for (u32 i = 0; i < count; i++) add_part(&a, &w, &parts[i], i, gnu);
    Link *link = ARENA_NEW(&a, Link);
    link->arena = &a;
    link->diag = (Diag){.tool = "LINK", .arena = &a};
    link->opt.gnu = gnu;
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
        n = chosen.kind == KIND_OBJECT ? fuzz_mutate_object(changed, n, room, seed / 64)
                                       : LLVMFuzzerMutate(changed, n, room);
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
