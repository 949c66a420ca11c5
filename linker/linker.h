// linker.h - the model of a link: what the passes in this folder read and change.
//
//      Link ── files ──> InputFile ──> sections: InputSection[]     one per section header, flat
//        │                        └──> symbols:  Symbol *[]         one per symbol record, NULL for local ones
//        ├── symtab ─────────────────> Symbol                       one per external name
//        ├── libraries ──────────────> InputLibrary                 an index; members become InputFiles when pulled in
//        └── out_sections ──> OutputSection ──> groups: SectionGroup (".text$mn") ──> InputSection *[]
//
// Everything the linker makes itself (import tables, thunks, exports, ...) is built as an object file with coff_write.h and
// added with add_synthetic_object(). From then on it is ordinary input: grouping, layout and relocation know no special cases.
//
// Everything lives in link->arena. No file here has a global variable.
#ifndef LINKER_H
#define LINKER_H

#include "../implib/def.h"
#include "../objfmt/archive.h"
#include "../objfmt/coff.h"
#include "../objfmt/coff_write.h"
#include "../objfmt/demangle.h"
#include "../objfmt/file.h"
#include "../objfmt/import_obj.h"
#include "../objfmt/pe.h"
#include "../objfmt/res.h"
#include "parallel.h"
#include <stdio.h>
#include <stdlib.h>

typedef struct Link Link;
typedef struct InputFile InputFile;
typedef struct InputSection InputSection;
typedef struct InputLibrary InputLibrary;
typedef struct Symbol Symbol;
typedef struct SectionGroup SectionGroup;
typedef struct OutputSection OutputSection;
typedef struct Machine Machine;
typedef struct AheadMember AheadMember; // of a library: library.c
typedef struct ImportGroup ImportGroup; // one DLL's slots: imports.c

// ---- Symbols: one per external name of the whole link

typedef enum {
    SYM_UNDEFINED,    // referred to; perhaps with a weak default
    SYM_DEFINED,      // at `value` bytes in `section`, which is of `file`
    SYM_ABSOLUTE,     // the number `value`
    SYM_COMMON,       // `value` zero bytes that some object asked for; create_commons turns it into SYM_DEFINED
    SYM_IMPORT_SLOT,  // __imp_NAME of a short import; create_imports turns it into SYM_DEFINED in .idata$5
    SYM_IMPORT_THUNK, // NAME of a short code import; create_imports turns it into SYM_DEFINED in .text$mn
    SYM_ALIAS,        // another name for `alias` (weak default, /ALTERNATENAME): follow with resolved()
} SymbolKind;

struct Symbol { // there are millions: keep it small
    Str name;
    u32 hash;         // of the name; computed once
    u8 kind;          // SymbolKind
    u8 weak_search;   // IMAGE_WEAK_EXTERN_*, when weak_default is set
    u8 common_align_log2; // the least alignment of a common symbol (-aligncomm)
    bool is_function : 1; // some record calls it a function
    bool is_root : 1;     // /ENTRY, /INCLUDE, /EXPORT name it: reported as undefined even without a relocation
    bool reported : 1;    // an error about it has been printed
    bool queued : 1;      // is in link->undefined
    bool linker_made : 1; // not asked from libraries: the linker itself defines it
    bool auto_import : 1; // SYM_ALIAS of a DLL variable's slot: see gnu_names.c
    bool is_hidden : 1;   // not exported by export_all_symbols
    bool live;            // mark_live_sections reached it; set by several threads
    bool is_place : 1;    // a name that the linker made up for a place: gnu_names.c
    u8 selection;         // SYM_DEFINED in a COMDAT that is associated with no other: its IMAGE_COMDAT_SELECT_*
    u64 value;
    InputFile *file;          // that defines it; for SYM_UNDEFINED the first that refers to it (NULL: the command line)
    union {
        Symbol *weak_default; // SYM_UNDEFINED: of a weak external; NULL: it has none
        Symbol *alias;        // SYM_ALIAS
        InputSection *section; // SYM_DEFINED
    };
};

// Follows SYM_ALIAS. resolve_symbols has cut cycles, so this ends.
static inline Symbol *resolved(Symbol *s) {
    while (s->kind == SYM_ALIAS) s = s->alias;
    return s;
}

// ---- Inputs

typedef enum {
    FILE_OBJECT,    // an object: from the command line, a library member, or made by the linker
    FILE_IMPORT,    // a short import record. Its place in link order is where its thunk goes
} FileKind;

struct InputSection { // flat array per file: keep it small
    InputFile *file;
    SectionGroup *group; // set by group_sections; NULL for sections that are not in the image
    const u8 *data;      // NULL: zeros
    u32 size;            // bytes
    u32 flags;           // IMAGE_SCN_*
    u32 num;             // section number in its file, from 1
    u32 rva;             // set by assign_rvas
    u32 first_child;     // section number of the first section associated with this one; 0: none
    u32 next_sibling;    // the next one associated with the same parent; 0: none
    u32 order;           // place in the list of /ORDER, from 1; 0: not in it
    u8 align_log2 : 7;
    u8 no_addresses : 1; // mark_live_sections has seen that no relocation of it needs a base relocation
    u8 selection;        // IMAGE_COMDAT_SELECT_*, 0: not a COMDAT
    bool live;           // mark_live_sections reached it, and it was not folded into another one; set by several threads
    bool has_leader : 1; // select_comdats has met the COMDAT's leader
    bool discarded : 1;  // another copy of the COMDAT won, or its parent was discarded, or LNK_REMOVE/LNK_INFO
    bool is_debug : 1;   // .debug_info and its like
    bool is_unwind : 1;  // .pdata
    bool keep_unique : 1; // its address matters: not to be folded
    bool is_list : 1;     // for the linker, of symbols or addresses: not in the image, but to be read
    bool has_symbol : 1;  // a weak external's default lies in it
};

typedef struct {
    InputSection *section, *into; // `section` has the same contents and is not in the image
} FoldedSection;

typedef struct { // an external name of one object, read before the object is entered: see read_names() in input.c
    Str name;
    u32 hash;
    u32 idx : 31;      // of its symbol record
    u32 is_leader : 1; // of a COMDAT
} ExternalName;

struct InputFile {
    FileKind kind;
    u32 idx;                // place in link->files: the link order
    Str name;               // for messages: "a.obj", "x.lib(b.obj)", "(import tables)"
    CoffObject coff;        // for FILE_IMPORT: its thunk, made by create_imports; else section_count is 0
    InputSection *sections; // [section_count], in the order of their numbers: find one with section_at()
    u32 section_count;      // fewer than coff.section_count where copies of COMDATs have lost
    const u32 *section_places; // [coff.section_count] place of a number in `sections`, from 1; 0: it has lost. NULL: all are there
    Symbol **symbols;       // [coff.symbol_count]; NULL for auxiliary records and local symbols
    ExternalName *externals; // in the order of the symbol table; only until resolve_file has entered them
    u32 external_count;
    u32 first_directives;   // section number of the first .drectve; 0: none
    bool has_edata, has_rsrc, has_idata; // sections of these names, `$` parts included
    InputLibrary *library;  // it is a member of; NULL for the command line
    Symbol *pulled_by;      // the undefined name that brought the member in
    InputFile *pulled_for;  // the first file that referred to that name
    u32 feature_flags;      // value of @feat.00
    bool has_feature_flags;
    bool is_synthetic;      // made by the linker
    // FILE_IMPORT
    ImportObject import;
    Symbol *slot;           // __imp_NAME (or another file's, when that came first)
    Symbol *thunk;          // NAME; NULL for data
    ImportGroup *import_group; // of an object of a long-format import library: the DLL it belongs to
};

// Section number `num` (from 1) of a file; NULL for a copy of a COMDAT that lost against another object's.
static inline InputSection *section_at(const InputFile *file, u32 num) {
    u32 place = file->section_places ? file->section_places[num - 1] : num;
    return place ? &file->sections[place - 1] : NULL;
}

typedef struct {
    FileIdentity id;
    FileState state;
    Str path;
    Str library; // its bytes, when they are mapped and those of a library
} ReadFile;

typedef struct { // open addressing: name hash -> number of the record that has the name. symtab.c
    struct { u32 hash, number; } *slots; // number + 1; 0: empty
    u32 mask, count;
} NameIndex;

typedef struct { // names, each once, in the order in which they came. symtab.c
    NameIndex index;
    ARRAY(Str) names;
} NameSet;

typedef struct { // name -> Symbol, open addressing. symtab.c
    struct { Symbol *sym; u32 hash; } *slots; // sym NULL: empty
    u32 mask, count;
} NameTable;

typedef struct { // a set of file offsets (never 0). symtab.c
    u32 *slots;
    u32 mask, count;
} OffsetSet;

typedef struct { // resource.c
    ResKey keys[3];   // type, name, language
    Str data;
    u32 code_page;
    u32 number;       // the order in which they came
    Str source;       // the file it is from, for messages
    bool from_object; // of windres or cvtres, not a .res file
} Resource;

struct InputLibrary {
    Str path;               // as found: "./build/lib/x64/kernel32.lib"
    Str name;               // for messages and /VERBOSE: last component
    Archive archive;
    NameIndex index;        // of archive.symbols
    OffsetSet pulled;       // header offsets of the members that are in the link already
    u32 searched;           // how many of link->undefined have been looked up here already
    u64 copied;             // bytes of small members that were copied: enter_member
    bool is_default;        // named by a directive or /DEFAULTLIB
    bool whole;             // /WHOLEARCHIVE
    bool of_objects;        // /START-LIB: its members are files of the command line
    FileIdentity id;
};

// ---- Outputs

struct SectionGroup { // all contributions of one full section name: ".text$mn"
    Str name, base;        // base: ".text"
    u32 flags;             // of the output section it goes to; contributions of other kinds are other groups
    OutputSection *out;
    ARRAY(InputSection *) sections; // link order
};

struct OutputSection {
    Str name;              // whole; image.c shortens it
    u32 flags;
    u32 num;               // from 1, in image order; 0 while not placed
    u32 rva, virtual_size; // bytes
    u32 align;             // bytes: /ALIGN, or more by /SECTION:name,,ALIGN=
    u32 file_off, raw_size; // 0 and 0 when it has only zeros
    u32 name_off;          // in the string table; 0: the name is not there
    ARRAY(SectionGroup *) groups;
    ARRAY(InputSection *) sections; // all groups' contributions, final order, rva ascending. `file` is NULL for finished
                                    // bytes that came after grouping: .reloc, sorted .pdata
};

// ---- The machine: one table of functions per processor (reloc_x64.c, reloc_x86.c, reloc_arm64.c)

typedef struct { // everything a relocation needs to know about its target
    u64 image_base;
    u64 target_va;          // image_base + RVA, or the absolute value
    u32 target_rva;         // 0 for absolute symbols
    u32 place_rva;          // of the byte being patched
    u32 target_section_num; // of the output section, from 1; 0 for absolute symbols
    u32 target_section_off; // from the start of the output section
    bool is_absolute;
} RelocValues;

typedef enum {
    RELOC_OK,
    RELOC_UNKNOWN_TYPE,
    RELOC_OUT_OF_RANGE,  // REL32 and its like: *value is what did not fit
    RELOC_NEEDS_32BIT_BASE, // ADDR32 in an image whose base is above 4 GB: *value
    RELOC_NOT_ABSOLUTE,  // the type makes no sense for an absolute symbol
} RelocStatus;

struct Machine {
    u16 id;                 // IMAGE_FILE_MACHINE_*
    const char *name;       // "x64": also the folder of import libraries
    u32 pointer_size;       // 4 or 8
    u64 exe_base, dll_base; // defaults
    const char *prefix;     // of C names: "_" on x86, else ""
    u8 code_fill;           // byte between functions
    // Patches bytes at `place`. The addend is what stands there.
    RelocStatus (*apply)(u8 *place, u16 type, const RelocValues *v, i64 *value);
    // IMAGE_REL_BASED_* that the loader needs for this type, or 0.
    u8 (*base_reloc_type)(u16 type);
    u16 rel_address;        // relocation type of a pointer (ADDR64, DIR32)
    u16 rel_rva;            // of a 32-bit RVA (ADDR32NB, DIR32NB)
    // The jump thunk: its bytes, and the relocations in it against __imp_NAME.
    const u8 *thunk;
    u32 thunk_size;
    u32 thunk_align;
    struct { u32 off; u16 type; } thunk_relocs[2]; // type 0: unused
    // Branches that do not reach everywhere: bytes to either side that relocation type `type` reaches, 0 for types that are no
    // branches. NULL: all reach everywhere.
    u32 (*branch_reach)(u16 type);
    i64 (*branch_addend)(u16 type, const u8 *place); // what is in the field already, in bytes
    u32 least_reach;        // of all of them
    u32 range_thunk_size;   // bytes of the code that put_range_thunk writes: from `place_va` to anywhere in the image
    void (*put_range_thunk)(u8 *to, u64 place_va, u64 target_va);
};

extern const Machine machine_x64, machine_x86, machine_arm64; // constant tables
const Machine *find_machine(u16 id); // NULL when mylink cannot link for it

// ---- Options: the command line and all .drectve sections, decoded (options.c)

typedef struct {
    Str name;             // exported name
    Str internal;         // symbol to export; equal to name when not given
    Str forward;          // "dll.func" or "dll.#12" for a forwarder; empty otherwise
    Str import_name;      // EXPORTAS: what import libraries ask for; empty otherwise
    u32 ordinal;          // 0: to be chosen
    bool noname, data, constant, is_private;
    bool from_directive;
    bool from_def;        // the name is as exported, also on x86
    bool automatic;       // nobody asked for it by name: export_all.c
    Str source;           // where it stands, for messages: "a.obj", "x.def(12)", empty for the command line
    Symbol *sym;          // set by resolve_symbols
} ExportSpec;

typedef struct {
    Str from, to;
} NamePair; // /MERGE:from=to, /ALTERNATENAME:from=to

typedef struct {
    Str name;
    Str other;  // the symbol whose place it gets; empty: it is the number
    u64 number;
} GivenSymbol; // GNU's --defsym

typedef struct {
    Str name;
    u32 set_flags, clear_flags; // IMAGE_SCN_*
    u32 align;                  // 0: as it comes
} SectionSpec;                  // /SECTION:name,RWE

typedef struct {
    Str key, value;
    Str source;
} MismatchSpec; // /FAILIFMISMATCH

typedef struct {
    Str path, real;
} OverlayEntry; // /VFSOVERLAY

typedef struct {
    Str library;       // "libcmt.lib"
    InputFile *object; // in whose directives it stands; NULL: the command line
} LibraryRequest; // /DEFAULTLIB

typedef struct {
    Str path;          // as written
    bool whole;        // /WHOLEARCHIVE:path
    Str from;          // the response file or variable it stands in; empty for the command line
    u32 lazy_group;    // from 1: which /START-LIB it stands behind; 0: none
} InputSpec;

typedef enum { TRI_DEFAULT, TRI_ON, TRI_OFF } Tri; // an option that may be on, off, or not said

typedef enum { DEBUG_DEFAULT, DEBUG_NONE, DEBUG_FULL, DEBUG_DWARF, DEBUG_SYMTAB } DebugKind;

typedef enum { MANIFEST_DEFAULT, MANIFEST_FILE, MANIFEST_EMBED, MANIFEST_NO } ManifestKind;

typedef ARRAY(Str) StrArray;

typedef struct {
    Str text;   // attributes of an XML element
    Str source; // the object whose directive it is; empty for the command line
} ManifestDependency; // /MANIFESTDEPENDENCY

typedef struct {
    ARRAY(InputSpec) inputs;      // command-line order
    StrArray lib_paths;           // /LIBPATH, then the folders of LIB
    u32 lib_path_options;         // how many of these are of /LIBPATH
    Str sysroot, tools_folder, sdk_folder, tools_version, sdk_version; // /WINSYSROOT and its relatives
    Str vfs_overlay;              // /VFSOVERLAY
    StrArray optional_includes;   // /INCLUDEOPTIONAL
    u32 lazy_group, lazy_group_count; // /START-LIB: the open one; how many there are
    Str output_def;               // /OUTPUT-DEF
    Str dependency_file;          // GNU's --dependency-file
    ARRAY(LibraryRequest) library_requests; // who asked for default_libs, for messages
    StrArray default_libs;        // /DEFAULTLIB, command line and directives, in order
    StrArray no_default_libs;     // /NODEFAULTLIB:name, /DISALLOWLIB:name
    StrArray includes;            // /INCLUDE
    StrArray delay_loads;         // /DELAYLOAD
    ARRAY(ExportSpec) exports;
    ARRAY(NamePair) merges, alternate_names;
    ARRAY(SectionSpec) sections;
    ARRAY(MismatchSpec) mismatches;
    ARRAY(u16) ignored_warnings;

    Str out, implib, map, def_file, pdb, stub, order_file, manifest_file;
    Str entry;
    bool has_entry, no_entry;     // /ENTRY, /NOENTRY
    bool dll, driver, release, verbose, show_time, nologo, debug;
    bool no_default_lib_at_all;   // /NODEFAULTLIB
    bool no_implib, make_map, map_exports, map_fixups;
    bool force_multiple, force_unresolved, force_multiple_res; // /FORCE
    bool whole_archive;           // /WHOLEARCHIVE without a name
    bool brepro;
    bool delay_unload, delay_nobind;
    bool verbose_lib, verbose_ref;
    // finish_options leaves only TRI_ON and TRI_OFF in these.
    Tri fixed, dynamic_base, high_entropy_va, nx_compat, large_address_aware, ts_aware, opt_ref, opt_icf, allow_bind,
        allow_isolation, safe_seh, incremental;
    bool safe_seh_required;              // /SAFESEH was said: objects that do not fit are errors
    bool integrity_check, app_container, guard_cf, cet_compat;
    bool guard_longjmp, guard_ehcont;    // /GUARD:LONGJMP, :EHCONT
    StrArray guard_suppressed;           // /GUARDSYM:name,S: must not be called indirectly
    bool wdm_driver, up_driver;          // /DRIVER:WDM, :UPONLY
    bool pad_functions;                  // /FUNCTIONPADMIN
    u32 function_pad;                    // its bytes; 0: finish_options fills in the machine's usual number
    StrArray unpadded_sections;          // /NOFUNCTIONPADSECTION
    bool safe_icf;                       // /OPT:SAFEICF
    u32 icf_rounds;                      // /OPT:ICF=n; 0: as many as help
    DebugKind debug_kind;                // /DEBUG:what
    bool verbose_icf, verbose_unused_libs, verbose_exports, verbose_safe_seh;
    StrArray exclude_symbols;            // -exclude-symbols: not exported by export_all
    StrArray exclude_libs;               // GNU's --exclude-libs: nor are the symbols of these libraries
    bool exclude_all_symbols;            // GNU's --exclude-all-symbols: nothing is, unless it is exported by name
    bool export_all;                     // GNU's --export-all-symbols
    bool gnu;                            // the command line is in GNU style
    bool has_flavor;                     // -flavor said so
    bool gc_plain_sections;              // GNU's --gc-sections: opt_ref for sections that are not COMDATs, too
    bool strip_all, strip_debug;         // GNU's -s and -S: no symbol table, no DWARF
    Tri long_section_names;              // GNU's --enable-long-section-names
    bool no_auto_import;                 // GNU's --disable-auto-import
    bool kill_at;                        // GNU's --kill-at: exports lose @n
    bool stdcall_aliases;                // GNU's --add-stdcall-alias: and are also there without it
    bool no_seh;                         // GNU's --no-seh: the header promises that there are no handlers
    StrArray wraps;                      // GNU's --wrap
    ARRAY(GivenSymbol) given_symbols;    // GNU's --defsym
    ManifestKind manifest;               // /MANIFEST
    u32 manifest_id;                     // /MANIFEST:EMBED,ID=n; 0: 1 for programs, 2 for DLLs
    bool manifest_no_uac;                // /MANIFESTUAC:NO
    bool has_manifest_uac;               // /MANIFESTUAC, with or without values
    Str uac_level, uac_access;           // of /MANIFESTUAC:"level='...' uiAccess='...'"; empty: the default
    StrArray manifest_inputs;
    ARRAY(ManifestDependency) manifest_dependencies;
    bool has_dependent_load_flag;
    u16 dependent_load_flag;             // /DEPENDENTLOADFLAG
    bool has_stack, has_heap;            // asked for on the command line
    bool has_subsystem_version, has_os_version;
    bool no_exp;                         // /NOEXP: an import library without its .exp file
    Tri demangle;                        // /DEMANGLE: C++ names also as the programmer wrote them
    bool auto_import_libs;               // /AUTOIMPORT
    bool only_help;                      // /? or --version: done, nothing is linked
    ARRAY(u16) fatal_warnings;           // /WX:n
    Str exp_out;                         // /OUT of an .exp file's directives, and that file, for LNK4070
    InputFile *exp_file;
    u16 machine;                  // 0: from the first object
    bool has_subsystem;
    u16 subsystem, major_subsystem_version, minor_subsystem_version;
    u16 major_os_version, minor_os_version;
    u16 major_image_version, minor_image_version;
    bool has_base, has_time_stamp;
    u64 base;
    u64 max_size;                 // /BASE:base,size: the image must not be larger; 0: no limit
    u32 time_stamp;               // /TIMESTAMP or SOURCE_DATE_EPOCH
    u64 stack_reserve, stack_commit, heap_reserve, heap_commit;
    u32 section_alignment, file_alignment;
    u32 swaprun;                  // IMAGE_FILE_REMOVABLE_RUN_FROM_SWAP | IMAGE_FILE_NET_RUN_FROM_SWAP
    u32 threads;                  // /THREADS: 0: as many as help
    Str dll_name;                 // LIBRARY or NAME of the .def file: the name in the export directory
} Options;

// ---- The link

typedef struct {
    const char *pass;
    double milliseconds;
} PassTime; // /TIME

typedef struct {
    bool wanted;
    const char *pass, *shown_pass; // that runs; that the line names
    double start, shown_at;        // milliseconds
} Progress; // progress.c

struct Link {
    Arena *arena;
    Workers workers;                 // set when the size of the inputs is known
    Diag diag;
    Options opt;
    const Machine *machine;
    InputFile *machine_file;         // that decided it; NULL: /MACHINE
    ARRAY(InputFile *) files;        // link order
    ARRAY(InputLibrary *) libraries; // search order
    // symtab.c
    NameTable symtab;
    ARRAY(Symbol *) symbols;         // in the order in which the names were first seen
    ARRAY(Symbol *) undefined;       // every name that was ever undefined, in that order; append-only
    ARRAY(AheadMember) ahead;        // library.c: members that have been prepared before their turn
    Symbol *entry;                   // NULL with /NOENTRY
    bool entry_is_dll_main;          // for messages: which rule chose the entry
    Symbol *image_base_symbol;       // __ImageBase (___ImageBase on x86), when something refers to it
    // imports.c
    InputFile *import_tables;        // synthetic; NULL when nothing is imported
    ARRAY(ImportGroup *) import_groups; // one a DLL, in the order in which their descriptors came
    InputSection *delay_directory;   // delay.c: the directory of delay-loaded DLLs; NULL: none
    // exports.c
    InputFile *exports_file;         // an .exp file among the inputs; NULL: the linker makes the export section
    u32 exports_entered;             // opt.exports below this are settled
    NameIndex export_index;          // of their names
    struct References *references;   // verbose.c: who names a symbol
    struct RangeThunks *range_thunks; // range_thunks.c; NULL: every branch reaches its target
    struct SafeSeh *safe_seh;        // safeseh.c; NULL: no table of exception handlers
    bool has_no_handlers;            // x86: all objects promise it
    struct GuardTables *guard;       // guard.c; NULL without /GUARD
    // sections.c, layout.c
    ARRAY(FoldedSection) folded;     // icf.c
    ARRAY(SectionGroup *) groups;
    ARRAY(OutputSection *) out_sections; // final order after group_sections
    u32 size_of_headers, size_of_image;
    u64 image_base;
    u64 file_size;                   // of the image: headers, sections, symbol table
    u32 time_stamp;                  // final after write_image
    Str dos_stub;                    // MS-DOS header and program, up to the PE signature
    Str symbol_table;                // symbols of the image, then the string table; empty when there are neither symbols nor long names
    u32 symbol_count;
    u64 symbol_table_off;
    InputSection *debug_directory;   // /Brepro: its records; the hash and the stamp are filled in last
    InputSection *repro_hash;
    DataDirectory directories[IMAGE_NUMBEROF_DIRECTORY_ENTRIES];
    ARRAY(PassTime) times;
    Progress progress;
    ARRAY(Resource) resources;       // of .res files; create_resources adds those of objects
    Str manifest_text;               // empty: there is no manifest
    Str first_resource_file;         // its name: the image's, when there is no object
    ARRAY(InputLibrary *) catalog;   // suggest.c: libraries that are not in the link but could be
    u64 catalog_size;
    bool has_catalog;
    ARRAY(OverlayEntry) overlay;     // /VFSOVERLAY
    bool overlay_nocase;
    bool has_own_libraries;          // /AUTOIMPORT has opened mylink's own libraries
    u32 explained_count;             // undefined names whose message says what to do
    StrArray missing_libraries;      // default libraries that were not found: an error only when symbols stay undefined
    ARRAY(ReadFile) read_files;      // every input: none of them may be an output
    Symbol *pulling;                 // the undefined name whose library member is being read; NULL at other times
    u32 default_libs_opened;         // of opt.default_libs
    u32 no_default_libs_seen;        // of opt.no_default_libs: those in excluded_libraries
    NameSet excluded_libraries, missing_library_keys; // as library_key writes them
    u32 includes_entered;            // of opt.includes
    u32 duplicate_count;             // multiply defined symbols, for LNK1169
};

// ---- The passes, in the order in which link_run calls them (link.c). Each reports through link->diag; link_run stops
//      after a pass that counted errors where the next one could not go on.

int link_run(Link *link, int argc, char **argv); // 0, or 1 when there were errors

// progress.c: the line on a terminal, for links that take longer than a second
double milliseconds_now(void);                       // of a clock that only goes forward
void start_progress(Link *link, double start);       // once the options are known
void tell_progress(Link *link);                      // in the link's own thread: shows the line, or brings it up to date
void end_progress(Link *link);                       // takes the line away

// options.c, option_values.c, options_table.c, option_defaults.c
bool read_options(Link *link, int argc, char **argv); // with LINK, _LINK_, LIB, response files; false: stop (error, or /HELP done)
void apply_directives(Link *link, InputFile *file, Str text); // one .drectve section
void print_options_table(Link *link);                  // /? and --help
void finish_options(Link *link);                       // defaults that depend on other options and on the inputs read
bool subsystem_from_name(Str name, u16 *subsystem);    // "CONSOLE", in any case

// input.c
void read_inputs(Link *link);         // every InputSpec becomes an InputFile or an InputLibrary
InputFile *add_object(Link *link, Str bytes, Str name, InputLibrary *library); // reads, resolves its symbols, applies its directives; NULL: refused
InputFile *add_synthetic_object(Link *link, CoffBuilder *b, const char *name); // the same for one the linker made; never fails
void attach_object(Link *link, InputFile *file, CoffBuilder *b);               // gives a FILE_IMPORT its sections and symbols; both take what
                                                                               // they need only meanwhile from the builder's arena
InputFile *add_import(Link *link, const ImportObject *imp, Str name, InputLibrary *library);
InputFile *enter_prepared(Link *link, InputFile *file, InputLibrary *library, const Message *m); // after prepare_object: its result
Arena new_arena(const Link *link);    // whose memory can be given back before the link ends
Str file_name(Str path);              // without its folders, of Linux or Windows
StrArray built_in_folders(Link *link);   // where mylink's own libraries for the link's machine may be
Str find_input_file(Link *link, Str name); // where an input is; empty: nowhere, which has been reported
void open_own_library(Link *link, Str name); // one of mylink's own, when it is there and not in the link
void open_default_libraries(Link *link); // opt.default_libs that are new and not excluded

// library.c
void let_go_of_libraries(const Link *link); // when all names have been looked for: they need not stay in memory
void add_archive(Link *link, Str bytes, Str path, FileIdentity id, bool is_default, bool whole);
void whole_archive(Link *link, InputLibrary *lib); // pulls in every member
InputFile *pull_member(Link *link, InputLibrary *lib, u64 header_off, Symbol *sym); // NULL: already in the link, or not an object
void forget_ahead(Link *link);                     // gives back what has been prepared and was not needed

// prepare.c
bool is_debug_section(Str name);      // ".debug_info" and its like: kept, but keeps nothing alive
// All about an object that needs no other object, so that several can be prepared at the same time. What is needed only
// until resolve_file comes from `scratch`, the rest from `arena`. NULL: refused, see *m.
InputFile *prepare_object(const Link *link, Arena *arena, Arena *scratch, Str bytes, Str name, Message *m);
void prepare_tables(const Link *link, InputFile *file, Arena *arena, Arena *scratch); // of an object that has been checked

// symtab.c
u32 hash_name(Str name);
void index_reserve(Arena *arena, NameIndex *index); // room for one more entry; the caller places it, and counts it
u32 name_set_find(const NameSet *set, Str name);         // its place among the names, or UINT32_MAX
bool name_set_add(Arena *arena, NameSet *set, Str name); // false: it was there; the name must outlive the set
Symbol *intern_hashed(Link *link, Str name, u32 hash); // the same when the hash is known
void prefetch_names(const Link *link, const ExternalName *e, u32 rest); // that will be looked up soon: the `rest` from *e on
Symbol *intern(Link *link, Str name);              // the symbol of that name, new ones SYM_UNDEFINED; name must outlive the link
Symbol *find_symbol(Link *link, Str name);         // NULL when no file has named it
void library_index(Link *link, InputLibrary *lib); // fills lib->index; the first of two equal names counts
u32 library_find(const InputLibrary *lib, const Symbol *sym); // number in archive.symbols, or UINT32_MAX
bool offset_set_add(Arena *arena, OffsetSet *set, u32 off);   // false: it was there
bool offset_set_has(const OffsetSet *set, u32 off);

// resolve.c
void resolve_file(Link *link, InputFile *file);    // enters the symbols of one object
void add_undefined(Link *link, Symbol *sym, InputFile *referrer); // a reference; queues it for the library search
// `section` is that of SYM_DEFINED, else NULL. False: the symbol stays what it was.
bool define_symbol(Link *link, Symbol *sym, SymbolKind kind, InputFile *file, InputSection *section, u64 value);
bool choose_late_entry(Link *link);                // the same again after a library search, when nothing was found before
void choose_entry(Link *link);                     // /ENTRY or the name link.exe infers; and the subsystem
bool wants_definition(const Symbol *sym);          // whether libraries should be asked for it
void resolve_symbols(Link *link);                  // libraries, /ALTERNATENAME, weak externals
void check_duplicates(Link *link);                 // LNK1169
void report_duplicate(Link *link, Symbol *sym, InputFile *file);
void create_commons(Link *link);                   // .bss for common symbols, as a synthetic object
void define_linker_symbols(Link *link);            // __ImageBase and its like, when something refers to them

// gnu_names.c
bool apply_auto_imports(Link *link);               // DLL variables used without dllimport; true: there are new undefined names
bool is_gnu_list_name(Str name);                   // __CTOR_LIST__ and the like
void define_gnu_names(Link *link);                 // constructor lists and the like, for objects of mingw-w64

// wrap.c: GNU's --wrap and --defsym
void define_given_symbols(Link *link);
Str wrapped_name(Link *link, Str name);            // what a reference to `name` means; opt.wraps is not empty
bool is_wrapper_slot(Link *link, Str slot_name);   // __imp___wrap_NAME

// local_imports.c
void create_local_imports(Link *link);             // pointers for __imp_X of an X defined in the link itself

// sysroot.c, overlay.c, start_lib.c
void add_sysroot_folders(Link *link);              // /WINSYSROOT, /VCTOOLSDIR, /WINSDKDIR: folders of libraries for the link's machine
void read_overlay(Link *link, Str path);           // /VFSOVERLAY
Str overlay_path(const Link *link, Str path);      // where that file really is; empty: where it says
bool make_lazy_library(Link *link, u32 group, Str *bytes); // the objects of one /START-LIB as a library; false: none, or reported

// verbose.c: /VERBOSE
void tell_search(const Link *link, bool begins);
void tell_library(Link *link, const InputLibrary *lib);                     // is being searched
void tell_member(Link *link, const InputFile *file, const Symbol *sym);     // was pulled in for it; NULL: for no name
void tell_pass_1(Link *link);                      // it is over: libraries that gave nothing
void tell_pass_2(Link *link);                      // it begins: the files of the image

// suggest.c, known_names.c: only for messages
const char *own_library_name(u32 idx); // of mylink's own libraries, the usual ones first; NULL: that was all
void use_users_words(Link *link, Message *m); // m->why and m->todo with ld's options, when the command line is in GNU style
void explain_not_found(Link *link, Str name, bool is_library, Message *m); // an input
void explain_undefined(Link *link, const Symbol *sym, Message *m); // fills m->why and m->todo
const char *known_name_reason(const Link *link, Str symbol); // why compilers refer to it on their own; NULL: they do not
const char *known_name_todo(const Link *link, Str symbol);   // NULL: nothing special

// mismatch.c
void check_mismatches(Link *link);                 // /FAILIFMISMATCH (LNK2038), several run-time libraries (LNK4098)
void check_old_ordinals(Link *link);               // against the import library that is there already (LNK4904)

// hints.c
typedef struct {
    InputSection *section;
    u32 section_off; // of the relocated field, bytes from the section's start
    Str function;    // the code symbol before it; empty when there is none
} Reference;
bool find_reference(Link *link, InputFile *file, const Symbol *sym, Reference *ref); // the first one in the file
void report_undefined(Link *link);                 // all at once
Str entry_candidates(Link *link);                  // names of code in the objects, the likely ones first: "start, helper"

// comdat.c
void discard_section(const InputFile *file, u32 num); // and all that is associated with it
void select_comdats(Link *link, InputFile *file);  // decides each COMDAT of one object against the copies seen before
void forget_lost_copies(Link *link, InputFile *file); // when its symbols have been entered: from now on section_at() has no lost ones

// By section number, from 1: the name of each COMDAT of the object; empty for sections that are none, or associative.
const Str *comdat_leaders(Link *link, const InputFile *file);

// gc.c
void mark_live_sections(Link *link);               // /OPT:REF; without it everything is live. Imports are live when referred to

// icf.c
void fold_identical_comdats(Link *link);           // /OPT:ICF: what is folded is no longer live
void place_folded_sections(Link *link);            // gives them the groups and RVAs of those they were folded into

// imports.c
void create_imports(Link *link);                   // .idata$2 $3 $4 $5 $6 and the thunks
void order_import_groups(Link *link);              // after group_sections: .idata$4 and $5 by DLL, also of long-format libraries
// The first .idata$4 or .idata$5 contribution of the DLL that `file`, of a long-format import library, belongs to: what the undefined
// section symbols of its directory entry mean. NULL when there is none; known after order_import_groups.
InputSection *import_group_start(const InputFile *file, Str section_name);

// delay.c
void require_delay_helper(Link *link);             // /DELAYLOAD makes __delayLoadHelper2 an undefined name, before libraries are searched
void create_delay_imports(Link *link);             // before create_imports, which then finds these slots defined already

// Makes, in memory, the import library of a DLL given as input, from its export table. False with *m filled on failure.
bool library_from_dll(Link *link, Str bytes, Str name, Str *library, Message *m);

// exports.c
void read_def_file(Link *link);                    // /DEF: exports, in front of all others, and headers' fields the command line does not set
Str without_argument_size(Str name);               // "f" of "f@8" and "@f@8"
void collect_exports(Link *link);                  // .def file, /EXPORT, directives: each becomes a root and an undefined name
void export_all_symbols(Link *link);               // export_all.c: GNU's rule for DLLs that export nothing explicitly
void check_exports(Link *link);                    // after resolution: what is exported twice or not defined; ordinals given
void create_exports(Link *link);                   // .edata
// /IMPLIB and its .exp file, prepared, not yet renamed; left alone (path NULL) when there is none. False: an error was reported.
bool write_import_library(Link *link, OutputFile *library, OutputFile *export_file);

// manifest.c
void create_manifest(Link *link);                  // /MANIFEST and its like: the text, and with EMBED the resource
bool write_manifest(Link *link, OutputFile *out);  // the file beside the image, prepared; left alone (path NULL) when there is none

// resource.c
void add_resource_file(Link *link, Str bytes, Str name);            // one .res file; errors are reported
void add_manifest_resource(Link *link, Str text, u16 id);           // /MANIFEST:EMBED
void create_resources(Link *link);                 // .rsrc$01 and $02 from all of them, and from resource objects

// order.c
void order_comdats(Link *link);                    // /ORDER: gives InputSection.order; sections.c sorts by it

// guard.c
void create_safe_seh_table(Link *link);            // safeseh.c: x86, who may be called as an exception handler; after imports, whose thunks may be one
void fill_safe_seh_table(Link *link);              // their RVAs, after assign_rvas
void create_guard_tables(Link *link);              // /GUARD: who may be called indirectly; after imports, whose slots it lists
void fill_guard_tables(Link *link);                // their RVAs, after assign_rvas

// sections.c
void group_sections(Link *link);                   // contributions to groups to output sections, merged, sorted, flags final
OutputSection *find_output_section(Link *link, Str name);

// layout.c
void assign_rvas(Link *link);                      // all but .reloc
bool check_image_end(Link *link, u64 end, const OutputSection *last); // that RVAs reach this far; false: reported (LNK1248)
void check_extent(Link *link);                     // warnings about the whole image's size, when .reloc is in it
void assign_file_offsets(Link *link);

// symbol_table.c
void create_symbol_table(Link *link);              // behind the sections: symbols, and names of sections that are too long

// reloc.c
typedef struct {
    Symbol *sym;             // NULL for a local symbol
    InputSection *section;   // NULL for absolute symbols, the image base, and in copies of COMDATs that lost
    u64 value;               // offset in the section, or the absolute value
    bool is_absolute, is_image_base;
    bool is_lost;            // a local symbol in such a copy
} RelocTarget;
// What relocation symbol `idx` of `file` stands for. False when it is undefined or in a discarded section.
// For a discarded section that is still there t->section says which; else it is NULL.
bool reloc_target(const Link *link, const InputFile *file, u32 symbol_idx, RelocTarget *t);
// "48 8b 04 25 [00 00 00 00]": the field that `r` relocates, and what stands before it of the same instruction.
Str instruction_bytes(Arena *arena, const InputSection *s, CoffReloc r);
// range_thunks.c: helps branches that do not reach their targets. True when something was added: layout must be done again.
bool add_range_thunks(Link *link);
void fill_range_thunks(Link *link);                // their code, when layout is final
// One for t + addend, within reach of place_rva; 0: there is none.
u32 range_thunk_rva(const Link *link, const RelocTarget *t, i64 addend, u32 place_rva, u16 type);
u32 symbol_rva(const Symbol *sym);                 // of a resolved SYM_DEFINED symbol, after assign_rvas
// Copies section `s` to `to` and relocates it there. False when a value does not fit; `diag` is told, unless it is NULL.
bool relocate_section(const Link *link, const InputSection *s, u8 *to, Arena *scratch, Diag *diag);

// basereloc.c, unwind.c, loadconfig.c
void create_base_relocs(Link *link);               // .reloc; last section, so nothing moves
void sort_pdata(Link *link);                       // .pdata's finished bytes, in address order
void warn_no_load_config(Link *link, const char *option); // that needs one
void set_directories(Link *link);                  // TLS, load config, exception, import, IAT, export ...

// image.c, mapfile.c
void create_dos_stub(Link *link);                  // the usual one, or the program of /STUB; assign_rvas needs its size
void create_debug_directory(Link *link);           // /Brepro: the REPRO record, a synthetic object; before group_sections
bool write_image(Link *link, OutputFile *out);     // prepared, not yet renamed
bool check_finished_image(Link *link, Str bytes);  // self_check.c: reads it back with pe.h; false: an error was reported
bool write_map(Link *link, OutputFile *out);
bool write_output_def(Link *link, OutputFile *out); // output_def.c: /OUTPUT-DEF
bool write_text(Link *link, OutputFile *out, Str path, Str text); // a whole text as an output; false: reported
bool write_dependencies(Link *link, OutputFile *out); // depfile.c: GNU's --dependency-file

// The name of a symbol, file or section for a message.
const char *show(Link *link, Str name);
// The name of a symbol for a message, in link.exe's form: "A::f" (?f@A@@QEAAXXZ) for what is a C++ name.
const char *show_symbol(Link *link, Str name);

#endif
