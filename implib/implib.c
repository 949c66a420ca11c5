// implib.c - writes import libraries.
//
// A program that calls Sleep in KERNEL32.dll needs four pieces of import data, and they must end up side by side with
// those of other functions of the same DLL:
//
//      .idata$2   descriptor of KERNEL32.dll: where its lookup table, name and address table are     (20 bytes)
//      .idata$4   lookup table:  ... Sleep ... 0
//      .idata$5   address table: ... Sleep ... 0          <- __imp_Sleep is this slot
//      .idata$6   names: "KERNEL32.dll", hint + "Sleep"
//
// In old import libraries every function brought its own object file with its slots and its name. Today a function is
// one short record and the linker makes the slots; three small objects remain. They hold what is per DLL and per image,
// and they pull each other in by name: a record refers to __IMPORT_DESCRIPTOR_KERNEL32, whose object refers to the
// other two. The numbers behind the '$' put their pieces in the right places, the zero slots behind all others of the
// DLL.
//
// Left out of the objects: `.debug$S`, in which LIB stores its own version for debuggers. The time stamps are 0, where
// LIB writes a hash of its own making. Readers look at neither. [link.exe] [PE: Import Library Format]
#include "implib.h"
#include "../objfmt/coff_write.h"
#include <stdlib.h>

// ---- Names

static bool is_digits(Str s) {
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9') return false;
    return s.n > 0;
}

// Ends in "@8": the bytes of arguments that __stdcall and __fastcall put behind the name.
static bool has_argument_size(Str s) {
    size_t at = str_rfind(s, '@');
    return at < s.n && at > 0 && is_digits(str_slice(s, at + 1, s.n));
}

// True when `symbol` is `name` with the decoration of __stdcall (_name@8) or __fastcall (@name@8).
static bool is_decorated_form(Str symbol, Str name) {
    if (symbol.n < name.n + 3 || (symbol.p[0] != '_' && symbol.p[0] != '@')) return false;
    return str_eq(str_slice(symbol, 1, name.n + 1), name) && symbol.p[name.n + 1] == '@' &&
           is_digits(str_slice(symbol, name.n + 2, symbol.n));
}

// True for names that carry a decoration already and take no underscore.
static bool is_decorated(Str name) {
    if (name.p[0] == '?') return true;
    if (!has_argument_size(name)) return false;
    size_t at = str_rfind(name, '@');
    return name.p[0] == '@' || name.p[0] == '_' || name.p[at - 1] == '@';
}

Str implib_symbol(Arena *arena, u16 machine, Str export_name, Str internal) {
    if (machine != IMAGE_FILE_MACHINE_I386 || !export_name.n) return export_name;
    if (is_decorated_form(internal, export_name)) return internal;
    if (is_decorated(export_name)) return export_name;
    Buffer b = {.arena = arena};
    buffer_put_str(&b, STR("_"));
    buffer_put_str(&b, export_name);
    return buffer_str(&b);
}

void implib_set_name(ImplibEntry *e, u16 machine, Str export_name) {
    // Only x86 has decorations that can be taken off. Elsewhere "_f" is a name of its own.
    u8 last = machine == IMAGE_FILE_MACHINE_I386 ? IMPORT_OBJECT_NAME_UNDECORATE : IMPORT_OBJECT_NAME;
    e->export_name = (Str){NULL, 0};
    for (u8 type = IMPORT_OBJECT_NAME; type <= last; type++) {
        e->name_type = type;
        if (str_eq(import_obj_export_name(e->symbol, type), export_name)) return;
    }
    e->name_type = IMPORT_OBJECT_NAME_EXPORTAS;
    e->export_name = export_name;
}

// ---- The three objects

typedef struct {
    Arena *arena;
    u16 machine;
    Str dll;                    // "KERNEL32.dll"
    Str descriptor, null_thunk; // symbol names
    ArchiveNewMember *members;
    u32 count;
} Library;

static bool is_64_bit(u16 machine) { return machine != IMAGE_FILE_MACHINE_I386; }

static u16 rva_reloc(u16 machine) {
    return machine == IMAGE_FILE_MACHINE_I386    ? IMAGE_REL_I386_DIR32NB
           : machine == IMAGE_FILE_MACHINE_ARM64 ? IMAGE_REL_ARM64_ADDR32NB
                                                 : IMAGE_REL_AMD64_ADDR32NB;
}

#define DATA_READ_WRITE (IMAGE_SCN_CNT_INITIALIZED_DATA | IMAGE_SCN_MEM_READ | IMAGE_SCN_MEM_WRITE)
enum { ALIGN_2 = 0x200000, ALIGN_4 = 0x300000, ALIGN_8 = 0x400000 };

static void begin_object(CoffBuilder *b, Library *lib) {
    coff_builder_init(b, lib->arena, lib->machine);
    b->characteristics = is_64_bit(lib->machine) ? 0 : IMAGE_FILE_32BIT_MACHINE;
    // Product 101 hex: "import library object". Where link.exe writes its Rich header it counts these.
    coff_add_symbol(b, STR("@comp.id"), IMAGE_SYM_ABSOLUTE, 0x01010000, 0, IMAGE_SYM_CLASS_STATIC);
}

static void add_member(Library *lib, Str data, Str *symbols, u32 symbol_count) {
    lib->members[lib->count++] = (ArchiveNewMember){
        .name = lib->dll, .data = data, .date = -1, .symbols = symbols, .symbol_count = symbol_count};
}

static void add_object(Library *lib, CoffBuilder *b, Str symbol) {
    Str *symbols = ARENA_NEW(lib->arena, Str);
    *symbols = symbol;
    add_member(lib, coff_write(b, lib->arena), symbols, 1);
}

// The descriptor's three addresses are those of its own name and of the start of the DLL's two tables. The tables are
// contributed by others, so `.idata$4` and `.idata$5` are references to sections, the one use of storage class 104.
static void add_descriptor(Library *lib) {
    CoffBuilder b;
    begin_object(&b, lib);
    u32 descriptor = coff_add_section(&b, STR(".idata$2"), DATA_READ_WRITE | ALIGN_4);
    u32 name = coff_add_section(&b, STR(".idata$6"), DATA_READ_WRITE | ALIGN_2);
    buffer_zeros(coff_section_data(&b, descriptor), 20);
    Buffer *text = coff_section_data(&b, name);
    buffer_put_str(text, lib->dll);
    buffer_put(text, "", 1);
    buffer_align(text, 2, 0);

    coff_add_symbol(&b, lib->descriptor, (i32)descriptor, 0, 0, IMAGE_SYM_CLASS_EXTERNAL);
    coff_add_symbol(&b, STR(".idata$2"), (i32)descriptor, DATA_READ_WRITE, 0, IMAGE_SYM_CLASS_SECTION);
    u32 own_name = coff_add_symbol(&b, STR(".idata$6"), (i32)name, 0, 0, IMAGE_SYM_CLASS_STATIC);
    u32 lookup = coff_add_symbol(&b, STR(".idata$4"), IMAGE_SYM_UNDEFINED, DATA_READ_WRITE, 0, IMAGE_SYM_CLASS_SECTION);
    u32 address =
        coff_add_symbol(&b, STR(".idata$5"), IMAGE_SYM_UNDEFINED, DATA_READ_WRITE, 0, IMAGE_SYM_CLASS_SECTION);
    coff_add_symbol(&b, STR("__NULL_IMPORT_DESCRIPTOR"), IMAGE_SYM_UNDEFINED, 0, 0, IMAGE_SYM_CLASS_EXTERNAL);
    coff_add_symbol(&b, lib->null_thunk, IMAGE_SYM_UNDEFINED, 0, 0, IMAGE_SYM_CLASS_EXTERNAL);

    u16 rva = rva_reloc(lib->machine);
    coff_add_reloc(&b, descriptor, 12, own_name, rva); // Name
    coff_add_reloc(&b, descriptor, 0, lookup, rva);    // OriginalFirstThunk
    coff_add_reloc(&b, descriptor, 16, address, rva);  // FirstThunk
    add_object(lib, &b, lib->descriptor);
}

static void add_null_descriptor(Library *lib) {
    CoffBuilder b;
    begin_object(&b, lib);
    u32 section = coff_add_section(&b, STR(".idata$3"), DATA_READ_WRITE | ALIGN_4);
    buffer_zeros(coff_section_data(&b, section), 20);
    coff_add_symbol(&b, STR("__NULL_IMPORT_DESCRIPTOR"), (i32)section, 0, 0, IMAGE_SYM_CLASS_EXTERNAL);
    add_object(lib, &b, STR("__NULL_IMPORT_DESCRIPTOR"));
}

//> implib-null-thunk
static void add_null_thunk(Library *lib) {
    CoffBuilder b;
    u32 slot = is_64_bit(lib->machine) ? 8 : 4, align = is_64_bit(lib->machine) ? ALIGN_8 : ALIGN_4;
    begin_object(&b, lib);
    u32 address = coff_add_section(&b, STR(".idata$5"), DATA_READ_WRITE | align);
    u32 lookup = coff_add_section(&b, STR(".idata$4"), DATA_READ_WRITE | align);
    buffer_zeros(coff_section_data(&b, address), slot);
    buffer_zeros(coff_section_data(&b, lookup), slot);
    coff_add_symbol(&b, lib->null_thunk, (i32)address, 0, 0, IMAGE_SYM_CLASS_EXTERNAL);
    add_object(lib, &b, lib->null_thunk);
}
//< implib-null-thunk

// ---- The records

static int compare_entries(const void *a, const void *b) {
    const ImplibEntry *x = a, *y = b;
    return str_cmp(x->symbol, y->symbol);
}

//> implib-record
// Code has two names: the function (a jump, if somebody calls it so) and its slot. Data has only the slot; for
// constants the plain name is another name of the slot. [llvm]
static void add_record(Library *lib, const ImplibEntry *e) {
    ImportObject record = {.machine = lib->machine,
                           .type = e->type,
                           .name_type = e->name_type,
                           .hint = e->hint,
                           .symbol = e->symbol,
                           .dll = lib->dll,
                           .export_name = e->export_name};
    Str *symbols = ARENA_ARRAY(lib->arena, Str, 2);
    u32 count = 0;
    if (e->type != IMPORT_OBJECT_DATA) symbols[count++] = e->symbol;
    Buffer imp = {.arena = lib->arena};
    buffer_put_str(&imp, STR("__imp_"));
    buffer_put_str(&imp, e->symbol);
    symbols[count++] = buffer_str(&imp);
    add_member(lib, import_obj_write(lib->arena, &record), symbols, count);
}
//< implib-record

static Str without_extension(Str dll) {
    size_t dot = str_rfind(dll, '.');
    return str_slice(dll, 0, dot);
}

bool implib_write(Arena *arena, u16 machine, Str dll_name, const ImplibEntry *entries, u32 count, Str *bytes,
                  Message *m) {
    Library lib = {.arena = arena, .machine = machine, .dll = dll_name};
    Str stem = without_extension(dll_name);
    Buffer descriptor = {.arena = arena}, null_thunk = {.arena = arena};
    buffer_put_str(&descriptor, STR("__IMPORT_DESCRIPTOR_"));
    buffer_put_str(&descriptor, stem);
    buffer_put_str(&null_thunk, STR("\x7f"));
    buffer_put_str(&null_thunk, stem);
    buffer_put_str(&null_thunk, STR("_NULL_THUNK_DATA"));
    lib.descriptor = buffer_str(&descriptor);
    lib.null_thunk = buffer_str(&null_thunk);

    lib.members = ARENA_ARRAY(arena, ArchiveNewMember, (u64)count + 3);
    add_descriptor(&lib);
    add_null_descriptor(&lib);
    add_null_thunk(&lib);

    ImplibEntry *sorted = ARENA_ARRAY(arena, ImplibEntry, count);
    if (count) memcpy(sorted, entries, count * sizeof *sorted);
    if (count) qsort(sorted, count, sizeof *sorted, compare_entries);
    for (u32 i = 0; i < count; i++) add_record(&lib, &sorted[i]);
    return archive_write(arena, lib.members, lib.count, bytes, m);
}
