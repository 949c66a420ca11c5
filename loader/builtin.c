// builtin.c - kernel32.dll and its kind, as images that are made in memory.
//
// A program finds the functions of a DLL through the DLL's export table, and some read that table by themselves. So the
// DLLs that are built into myload are images like any other: headers, a table of exports, code. They are put together
// here when a program first needs them, and from then on no other file of the loader has to know the difference.
//
//      RVA 0     headers
//      1000h     .text    one stub of 32 bytes for each function: a jump to the C function in myload, or, for
//                         a name that Windows' DLL has and myload has not, to a place that says so and ends the program
//      ...       .rdata   export directory, addresses, names, ordinals, texts
//      ...       .data    exported variables (msvcrt.dll)
//
// Which names a DLL has comes from the lists in implib/defs, which also make the import libraries; names.awk turns
// them into a C table when myload is built. What is behind a name comes from the tables of the winapi_*.c and crt_*.c
// files. Each DLL has its own fixed address, and the stubs follow the list, so an address means the same name in every
// run.
#include "crt.h"
#include "loader.h"

#include <stdlib.h>

// The exception functions are in ntdll under the names that kernel32 has, too (there they are forwarders).
static const BuiltinDll builtin_dlls[] = {
    {.name = "ntdll.dll",
     .number = 0,
     .is_known = true,
     .groups = {{ntdll_functions, false},
                {exception_functions, true},
                {machine_exception_functions, true},
                {ntdll_sync_functions, false},
                {crt_string_functions, true},
                {crt_math_functions, true}}},
    {.name = "kernel32.dll", .number = 1, .is_known = true, .groups = {WIN_KERNEL_GROUPS}},
    {.name = "kernelbase.dll", .number = 2, .is_known = true, .groups = {WIN_KERNEL_GROUPS}},
    {.name = "user32.dll",
     .number = 3,
     .is_known = true,
     .groups = {{user_functions, false}, {resource_user_functions, false}}},
    {.name = "gdi32.dll", .number = 4, .is_known = true},
    {.name = "advapi32.dll", .number = 5, .is_known = true, .groups = {{advapi_functions, false}}},
    {.name = "shell32.dll", .number = 6, .is_known = true, .groups = {{shell_functions, false}}},
    {.name = "ole32.dll", .number = 7, .is_known = true},
    {.name = "oleaut32.dll", .number = 8, .is_known = true},
    {.name = "ws2_32.dll", .number = 9, .is_known = true},
    {.name = "comdlg32.dll", .number = 10, .is_known = true},
    {.name = "shlwapi.dll", .number = 11, .is_known = true},
    {.name = "msvcrt.dll",
     .number = 12,
     .is_known = true,
     .groups = {CRT_GROUPS},
     .variables = crt_variables,
     .variables_size = sizeof(CrtVariables)},
    {.name = "ucrtbase.dll", .number = 13, .is_known = true, .groups = {CRT_GROUPS}, .needs = "msvcrt.dll"},
    {.name = "vcruntime140.dll", .number = 14, .groups = {CRT_GROUPS}, .needs = "msvcrt.dll"},
    {.name = "vcruntime140_1.dll", .number = 15},
    {.name = "comctl32.dll", .number = 16},
    {.name = "winmm.dll", .number = 17},
    {.name = "version.dll", .number = 18},
    {.name = "bcrypt.dll", .number = 19, .groups = {{bcrypt_functions, false}}},
    {.name = "userenv.dll", .number = 20, .groups = {{userenv_functions, false}}},
};
enum { BUILTIN_DLL_COUNT = sizeof builtin_dlls / sizeof *builtin_dlls };

const BuiltinDll *find_builtin(Str name) {
    for (u32 i = 0; i < BUILTIN_DLL_COUNT; i++)
        if (str_eq_nocase(str(builtin_dlls[i].name), name)) return &builtin_dlls[i];
    return NULL;
}

// API sets are names of contracts. All of the C run-time's are kept by ucrtbase, and those that programs meet
// otherwise ("api-ms-win-core-...") by kernelbase. [spec: dynamic-link-library-search-order, API sets]
Str api_set_host(Str name) {
    if (str_starts_nocase(name, STR("api-ms-win-crt-"))) return STR("ucrtbase.dll");
    if (str_starts_nocase(name, STR("api-ms-win-core-"))) return STR("kernelbase.dll");
    return (Str){0};
}

// ---- What the DLL exports

typedef enum { EXPORT_UNBUILT, EXPORT_FORWARD, EXPORT_VARIABLE, EXPORT_FUNCTION } ExportKind;

typedef struct {
    Str name;
    u32 ordinal; // 0: not given yet
    ExportKind kind;
    AnyFunction function;
    CallKind call;
    u32 variable_off;
    bool must_be_listed; // offered only under names that the DLL's list has
    Str forward;
    u32 rva;
} Export;

typedef ARRAY(Export) ExportArray;

static int compare_names(const void *x, const void *y) {
    const Export *a = x, *b = y;
    int order = str_cmp(a->name, b->name);
    return order ? order : (a->kind < b->kind) - (a->kind > b->kind); // what we have before what the list has
}

static const BuiltinNames *names_of(const BuiltinDll *dll) {
    for (u32 i = 0; i < builtin_names_count; i++)
        if (str_eq_nocase(str(builtin_names[i].dll), str(dll->name))) return &builtin_names[i];
    return NULL;
}

// Everything that is built in and everything that is listed, sorted by name; of two with one name the built-in one
// stays and takes the other's ordinal. Groups marked only_listed lose what is not in the list.
static void collect_exports(Arena *a, const BuiltinDll *dll, u32 bits, ExportArray *exports) {
    const BuiltinNames *list = names_of(dll);
    ExportArray all = {0};
    for (u32 i = 0; list && i < list->count; i++) {
        const BuiltinName *n = &list->names[i];
        if (n->bits && n->bits != bits) continue;
        Export x = {.name = str(n->name),
                    .ordinal = n->ordinal,
                    .kind = n->forward ? EXPORT_FORWARD : EXPORT_UNBUILT,
                    .forward = str(n->forward)};
        ARRAY_PUSH(a, &all, x);
    }
    for (u32 g = 0; g < BUILTIN_MAX_GROUPS && dll->groups[g].functions; g++)
        for (const BuiltinFunction *f = dll->groups[g].functions; f->name; f++) {
            Export x = {.name = str(f->name), .kind = EXPORT_FUNCTION, .function = f->function, .call = f->call};
            x.must_be_listed = dll->groups[g].only_listed;
            ARRAY_PUSH(a, &all, x);
        }
    for (const BuiltinVariable *v = dll->variables; v && v->name; v++)
        ARRAY_PUSH(a, &all, ((Export){.name = str(v->name), .kind = EXPORT_VARIABLE, .variable_off = v->offset}));
    qsort(all.at, all.count, sizeof *all.at, compare_names);
    for (u32 i = 0; i < all.count; i++) {
        Export x = all.at[i];
        bool listed = x.kind <= EXPORT_FORWARD;
        for (; x.name.n && i + 1 < all.count && str_eq(all.at[i + 1].name, x.name); i++) {
            if (!x.ordinal) x.ordinal = all.at[i + 1].ordinal;
            listed = listed || all.at[i + 1].kind <= EXPORT_FORWARD;
        }
        if (x.must_be_listed && !listed) continue;
        ARRAY_PUSH(a, exports, x);
    }
}

// Exports without an ordinal follow the highest one given, in name order. Returns the highest of all.
static u32 give_ordinals(ExportArray *exports) {
    u32 highest = 0;
    for (u32 i = 0; i < exports->count; i++)
        if (exports->at[i].ordinal > highest) highest = exports->at[i].ordinal;
    for (u32 i = 0; i < exports->count; i++)
        if (!exports->at[i].ordinal) exports->at[i].ordinal = ++highest;
    return highest;
}

// ---- What is behind a name that is not built in

typedef struct {
    const char *dll, *name;
} Unbuilt;

// Reached by a jump from the stub, so the return address is the program's.
static _Noreturn void WINAPI report_unbuilt(const Unbuilt *what) {
    Process *p = current_process();
    flush_crt(p); // what the program printed comes before
    Message m = {.kind = MSG_ERROR, .file = p->program->name};
    m.text = arena_printf(&p->arena, "%s!%s is not built into myload", what->dll, what->name);
    m.where = arena_printf(&p->arena, "called from %.*s",
                           STR_ARG(describe_address(p, &p->arena, __builtin_return_address(0))));
    m.todo = STR("run the program under Windows or Wine, or add the function to loader/winapi_*.c");
    diag_report(&p->diag, &m);
    end_host_process(p, (u32)STATUS_NOT_IMPLEMENTED);
}

// ---- The image

typedef struct {
    u32 text_rva, text_size, rdata_rva, data_rva, data_size, image_size;
    Buffer rdata;
} BuiltinLayout;

static u32 put_text(BuiltinLayout *l, Str s) {
    u32 rva = l->rdata_rva + (u32)l->rdata.n;
    buffer_put_str(&l->rdata, s);
    buffer_put(&l->rdata, "", 1);
    return rva;
}

// Export directory at the start of .rdata, then the three tables, then texts. Forwarder texts must lie within the
// directory's range, which therefore is all of it.
static void put_export_tables(BuiltinLayout *l, const BuiltinDll *dll, ExportArray *exports, u32 highest) {
    Buffer *b = &l->rdata;
    u32 named = 0;
    for (u32 i = 0; i < exports->count; i++) named += exports->at[i].name.n != 0;
    u64 addresses = sizeof(ExportDirectoryRecord), names = addresses + 4ull * highest, ordinals = names + 4ull * named;
    buffer_zeros(b, align_up(ordinals + 2ull * named, 4));
    u32 dll_name_rva = put_text(l, str(dll->name));
    u32 k = 0;
    for (u32 i = 0; i < exports->count; i++) {
        Export *x = &exports->at[i];
        if (x->kind == EXPORT_FORWARD) x->rva = put_text(l, x->forward);
        if (x->name.n) {
            u32 name_rva = put_text(l, x->name);
            store32(b->p + names + 4ull * k, name_rva);
            store16(b->p + ordinals + 2ull * k, (u16)(x->ordinal - 1));
            k++;
        }
        store32(b->p + addresses + 4ull * (x->ordinal - 1), x->rva);
    }
    ExportDirectoryRecord dir = {.name_rva = put32(dll_name_rva),
                                 .ordinal_base = put32(1),
                                 .address_count = put32(highest),
                                 .name_count = put32(named),
                                 .addresses_rva = put32(l->rdata_rva + (u32)addresses),
                                 .names_rva = put32(l->rdata_rva + (u32)names),
                                 .ordinals_rva = put32(l->rdata_rva + (u32)ordinals)};
    memcpy(b->p, &dir, sizeof dir);
}

static void put_section(CoffSectionRecord *rec, const char *name, u32 rva, u32 size, u32 flags) {
    memcpy(rec->name, name, strlen(name));
    rec->virtual_address = rec->raw_off = put32(rva);
    rec->virtual_size = put32(size);
    rec->raw_size = put32((u32)align_up(size, PAGE_SIZE));
    rec->flags = put32(flags);
}

static u32 put_optional_header(u8 *at, const BuiltinLayout *l, bool wide, u64 base) {
    DataDirectoryRecord exports = {put32(l->rdata_rva), put32((u32)l->rdata.n)};
    if (wide) {
        Pe32PlusHeaderRecord h = {.magic = put16(PE32_PLUS_MAGIC),
                                  .image_base = put64(base),
                                  .section_alignment = put32(PAGE_SIZE),
                                  .file_alignment = put32(PAGE_SIZE),
                                  .size_of_image = put32(l->image_size),
                                  .size_of_headers = put32(PAGE_SIZE),
                                  .subsystem = put16(IMAGE_SUBSYSTEM_WINDOWS_CUI),
                                  .directory_count = put32(IMAGE_NUMBEROF_DIRECTORY_ENTRIES)};
        memcpy(at, &h, sizeof h);
        memcpy(at + sizeof h, &exports, sizeof exports);
        return sizeof h + IMAGE_NUMBEROF_DIRECTORY_ENTRIES * sizeof exports;
    }
    Pe32HeaderRecord h = {.magic = put16(PE32_MAGIC),
                          .image_base = put32((u32)base),
                          .section_alignment = put32(PAGE_SIZE),
                          .file_alignment = put32(PAGE_SIZE),
                          .size_of_image = put32(l->image_size),
                          .size_of_headers = put32(PAGE_SIZE),
                          .subsystem = put16(IMAGE_SUBSYSTEM_WINDOWS_CUI),
                          .directory_count = put32(IMAGE_NUMBEROF_DIRECTORY_ENTRIES)};
    memcpy(at, &h, sizeof h);
    memcpy(at + sizeof h, &exports, sizeof exports);
    return sizeof h + IMAGE_NUMBEROF_DIRECTORY_ENTRIES * sizeof exports;
}

static void put_headers(u8 *image, const BuiltinLayout *l, u16 machine, u64 base) {
    DosHeaderRecord dos = {.magic = put16(0x5a4d), .lfanew = put32(sizeof dos)};
    memcpy(image, &dos, sizeof dos);
    u8 *at = image + sizeof dos;
    memcpy(at, "PE\0", 4);
    CoffHeaderRecord *coff = (CoffHeaderRecord *)(void *)(at + 4);
    u32 optional_size = put_optional_header((u8 *)(coff + 1), l, machine != IMAGE_FILE_MACHINE_I386, base);
    CoffSectionRecord *sections = (CoffSectionRecord *)(void *)((u8 *)(coff + 1) + optional_size);
    u32 count = l->data_size ? 3 : 2;
    *coff = (CoffHeaderRecord){.machine = put16(machine),
                               .section_count = put16((u16)count),
                               .optional_header_size = put16((u16)optional_size),
                               .characteristics = put16(IMAGE_FILE_EXECUTABLE_IMAGE | IMAGE_FILE_DLL)};
    put_section(&sections[0], ".text", l->text_rva, l->text_size,
                IMAGE_SCN_CNT_CODE | IMAGE_SCN_MEM_EXECUTE | IMAGE_SCN_MEM_READ);
    put_section(&sections[1], ".rdata", l->rdata_rva, (u32)l->rdata.n,
                IMAGE_SCN_CNT_INITIALIZED_DATA | IMAGE_SCN_MEM_READ);
    if (l->data_size)
        put_section(&sections[2], ".data", l->data_rva, l->data_size,
                    IMAGE_SCN_CNT_INITIALIZED_DATA | IMAGE_SCN_MEM_READ | IMAGE_SCN_MEM_WRITE);
}

static void put_stubs(Arena *a, u8 *text, const BuiltinDll *dll, const ExportArray *exports, u32 text_rva) {
    for (u32 i = 0; i < exports->count; i++) {
        const Export *x = &exports->at[i];
        u8 *stub = text + (x->rva - text_rva);
        if (x->kind == EXPORT_FUNCTION) write_stub(stub, x->function, x->call);
        if (x->kind != EXPORT_UNBUILT) continue;
        Unbuilt *what = ARENA_NEW(a, Unbuilt);
        what->dll = dll->name;
        what->name = x->name.n ? (const char *)x->name.p : (const char *)arena_printf(a, "#%u", x->ordinal).p;
        write_argument_stub(stub, what, (AnyFunction)report_unbuilt);
    }
}

Str build_builtin_image(Process *p, Arena *a, const BuiltinDll *dll) {
    Arena scratch = {0};
    ExportArray exports = {0};
    BuiltinLayout l = {.rdata = {.arena = &scratch}, .text_rva = PAGE_SIZE, .data_size = dll->variables_size};
    u16 machine = p->program ? p->program->pe.machine : HOST_MACHINE;
    collect_exports(&scratch, dll, machine == IMAGE_FILE_MACHINE_I386 ? 32 : 64, &exports);
    u32 highest = give_ordinals(&exports);
    l.text_size = exports.count * STUB_SIZE + STUB_SIZE; // never empty
    l.rdata_rva = l.text_rva + (u32)align_up(l.text_size, PAGE_SIZE);
    u32 listed_size = 0; // of .rdata, which is known before its texts are
    for (u32 i = 0; i < exports.count; i++) listed_size += (u32)(exports.at[i].name.n + exports.at[i].forward.n + 2);
    listed_size += (u32)sizeof(ExportDirectoryRecord) + 4 * highest + 6 * exports.count + 64;
    l.data_rva = l.rdata_rva + (u32)align_up(listed_size, PAGE_SIZE);
    l.image_size = l.data_rva + (u32)align_up(l.data_size, PAGE_SIZE);
    for (u32 i = 0; i < exports.count; i++) {
        Export *x = &exports.at[i];
        x->rva = x->kind == EXPORT_VARIABLE ? l.data_rva + x->variable_off : l.text_rva + i * STUB_SIZE;
    }
    put_export_tables(&l, dll, &exports, highest);
    u8 *image = arena_alloc(a, l.image_size);
    put_headers(image, &l, machine, BUILTIN_BASE + dll->number * BUILTIN_STRIDE);
    put_stubs(a, image + l.text_rva, dll, &exports, l.text_rva);
    memcpy(image + l.rdata_rva, l.rdata.p, l.rdata.n);
    arena_free(&scratch);
    return (Str){image, l.image_size};
}

u8 *builtin_variables(const Module *module) {
    const PeSection *last = &module->pe.sections[module->pe.section_count - 1];
    return module->builtin->variables ? module_at(module, last->rva, module->builtin->variables_size) : NULL;
}
