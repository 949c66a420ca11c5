// pe.h - images (EXE and DLL): headers, sections, data directories and the tables they point to.
//
//      0      DOS header and stub; at 3Ch the file offset of
//      e_lfanew  "PE\0\0", COFF header, optional header (PE32 or PE32+), data directories, section table
//      ...    raw data of the sections
//
// Three kinds of numbers meet here: file offsets, RVAs (bytes from the image's base in memory) and VAs (base + RVA).
// pe_open() checks headers and section table; each table has a reader that checks as it walks and reports what is wrong.
// Used by mydump, the loader, the linker (a .dll as input, the self-check of a finished image).
// [PE: Overview] [PE: Optional Header (Image Only)]
#ifndef OBJFMT_PE_H
#define OBJFMT_PE_H

#include "coff.h"

enum { // [PE: Optional Header Data Directories (Image Only)]
    IMAGE_DIRECTORY_ENTRY_EXPORT = 0,
    IMAGE_DIRECTORY_ENTRY_IMPORT = 1,
    IMAGE_DIRECTORY_ENTRY_RESOURCE = 2,
    IMAGE_DIRECTORY_ENTRY_EXCEPTION = 3,
    IMAGE_DIRECTORY_ENTRY_SECURITY = 4, // a file offset, not an RVA
    IMAGE_DIRECTORY_ENTRY_BASERELOC = 5,
    IMAGE_DIRECTORY_ENTRY_DEBUG = 6,
    IMAGE_DIRECTORY_ENTRY_ARCHITECTURE = 7,
    IMAGE_DIRECTORY_ENTRY_GLOBALPTR = 8,
    IMAGE_DIRECTORY_ENTRY_TLS = 9,
    IMAGE_DIRECTORY_ENTRY_LOAD_CONFIG = 10,
    IMAGE_DIRECTORY_ENTRY_BOUND_IMPORT = 11,
    IMAGE_DIRECTORY_ENTRY_IAT = 12,
    IMAGE_DIRECTORY_ENTRY_DELAY_IMPORT = 13,
    IMAGE_DIRECTORY_ENTRY_COM_DESCRIPTOR = 14,
    IMAGE_NUMBEROF_DIRECTORY_ENTRIES = 16,
};

enum { // [PE: Windows Subsystem]
    IMAGE_SUBSYSTEM_UNKNOWN = 0,
    IMAGE_SUBSYSTEM_NATIVE = 1,
    IMAGE_SUBSYSTEM_WINDOWS_GUI = 2,
    IMAGE_SUBSYSTEM_WINDOWS_CUI = 3,
    IMAGE_SUBSYSTEM_POSIX_CUI = 7,
    IMAGE_SUBSYSTEM_WINDOWS_CE_GUI = 9,
    IMAGE_SUBSYSTEM_EFI_APPLICATION = 10,
    IMAGE_SUBSYSTEM_EFI_BOOT_SERVICE_DRIVER = 11,
    IMAGE_SUBSYSTEM_EFI_RUNTIME_DRIVER = 12,
    IMAGE_SUBSYSTEM_EFI_ROM = 13,
    IMAGE_SUBSYSTEM_XBOX = 14,
    IMAGE_SUBSYSTEM_WINDOWS_BOOT_APPLICATION = 16,
};

enum { // [PE: DLL Characteristics]
    IMAGE_DLLCHARACTERISTICS_HIGH_ENTROPY_VA = 0x0020,
    IMAGE_DLLCHARACTERISTICS_DYNAMIC_BASE = 0x0040,
    IMAGE_DLLCHARACTERISTICS_FORCE_INTEGRITY = 0x0080,
    IMAGE_DLLCHARACTERISTICS_NX_COMPAT = 0x0100,
    IMAGE_DLLCHARACTERISTICS_NO_ISOLATION = 0x0200,
    IMAGE_DLLCHARACTERISTICS_NO_SEH = 0x0400,
    IMAGE_DLLCHARACTERISTICS_NO_BIND = 0x0800,
    IMAGE_DLLCHARACTERISTICS_APPCONTAINER = 0x1000,
    IMAGE_DLLCHARACTERISTICS_WDM_DRIVER = 0x2000,
    IMAGE_DLLCHARACTERISTICS_GUARD_CF = 0x4000,
    IMAGE_DLLCHARACTERISTICS_TERMINAL_SERVER_AWARE = 0x8000,
};

enum { // [PE: Load Configuration Layout]; EH continuations are what link.exe writes
    IMAGE_GUARD_CF_INSTRUMENTED = 0x100,
    IMAGE_GUARD_CF_FUNCTION_TABLE_PRESENT = 0x400,
    IMAGE_GUARD_CF_EXPORT_SUPPRESSION_INFO_PRESENT = 0x4000,
    IMAGE_GUARD_CF_LONGJUMP_TABLE_PRESENT = 0x10000,
    IMAGE_GUARD_EH_CONTINUATION_TABLE_PRESENT = 0x400000,
    IMAGE_GUARD_CF_FUNCTION_TABLE_SIZE_SHIFT = 28, // the top four bits: bytes of an entry behind its RVA
};

enum { // [PE: Debug Type]; 12 and 13 are what link.exe writes
    IMAGE_DEBUG_TYPE_COFF = 1,
    IMAGE_DEBUG_TYPE_CODEVIEW = 2,
    IMAGE_DEBUG_TYPE_FPO = 3,
    IMAGE_DEBUG_TYPE_MISC = 4,
    IMAGE_DEBUG_TYPE_VC_FEATURE = 12,
    IMAGE_DEBUG_TYPE_POGO = 13,
    IMAGE_DEBUG_TYPE_ILTCG = 14,
    IMAGE_DEBUG_TYPE_REPRO = 16,
    IMAGE_DEBUG_TYPE_EX_DLLCHARACTERISTICS = 20,
};

enum { // [PE: Extended DLL Characteristics]
    IMAGE_DLLCHARACTERISTICS_EX_CET_COMPAT = 1,
};

enum { // [PE: Base Relocation Types]
    IMAGE_REL_BASED_ABSOLUTE = 0,
    IMAGE_REL_BASED_HIGH = 1,
    IMAGE_REL_BASED_LOW = 2,
    IMAGE_REL_BASED_HIGHLOW = 3,
    IMAGE_REL_BASED_HIGHADJ = 4,
    IMAGE_REL_BASED_DIR64 = 10,
};

#define PE32_MAGIC 0x10b
#define PE32_PLUS_MAGIC 0x20b

// ---- Records as they lie on disk

typedef struct { // 64 bytes
    le16 magic; // "MZ"
    le16 cblp, cp, crlc, cparhdr, minalloc, maxalloc, ss, sp, csum, ip, cs, lfarlc, ovno;
    le16 res[4];
    le16 oemid, oeminfo;
    le16 res2[10];
    le32 lfanew; // file offset of "PE\0\0"
} DosHeaderRecord;

typedef struct { // 8 bytes
    le32 rva; // a file offset in the SECURITY directory
    le32 size;
} DataDirectoryRecord;

typedef struct { // 112 bytes, then the data directories
    le16 magic; // PE32_PLUS_MAGIC
    u8 major_linker_version, minor_linker_version;
    le32 size_of_code, size_of_initialized_data, size_of_uninitialized_data;
    le32 entry_rva, base_of_code;
    le64 image_base;
    le32 section_alignment, file_alignment;
    le16 major_os_version, minor_os_version;
    le16 major_image_version, minor_image_version;
    le16 major_subsystem_version, minor_subsystem_version;
    le32 win32_version_value;
    le32 size_of_image, size_of_headers, checksum;
    le16 subsystem, dll_characteristics;
    le64 stack_reserve, stack_commit, heap_reserve, heap_commit;
    le32 loader_flags;
    le32 directory_count;
} Pe32PlusHeaderRecord;

typedef struct { // 96 bytes, then the data directories
    le16 magic; // PE32_MAGIC
    u8 major_linker_version, minor_linker_version;
    le32 size_of_code, size_of_initialized_data, size_of_uninitialized_data;
    le32 entry_rva, base_of_code, base_of_data;
    le32 image_base;
    le32 section_alignment, file_alignment;
    le16 major_os_version, minor_os_version;
    le16 major_image_version, minor_image_version;
    le16 major_subsystem_version, minor_subsystem_version;
    le32 win32_version_value;
    le32 size_of_image, size_of_headers, checksum;
    le16 subsystem, dll_characteristics;
    le32 stack_reserve, stack_commit, heap_reserve, heap_commit;
    le32 loader_flags;
    le32 directory_count;
} Pe32HeaderRecord;

typedef struct { // 20 bytes [PE: Import Directory Table]
    le32 lookup_rva; // ILT; 0 in images of very old linkers
    le32 time_stamp;
    le32 forwarder_chain;
    le32 name_rva;
    le32 address_rva; // IAT
} ImportDescriptorRecord;

typedef struct { // 40 bytes [PE: Export Directory Table]
    le32 flags, time_stamp;
    le16 major_version, minor_version;
    le32 name_rva, ordinal_base;
    le32 address_count, name_count;
    le32 addresses_rva, names_rva, ordinals_rva;
} ExportDirectoryRecord;

typedef struct { // 32 bytes [PE: Delay-Load Import Tables (Image Only)]
    le32 attributes; // 1: the fields are RVAs
    le32 name_rva, module_handle_rva, address_rva, lookup_rva, bound_address_rva, unload_rva, time_stamp;
} DelayDescriptorRecord;

typedef struct { // 28 bytes [PE: Debug Directory (Image Only)]
    le32 characteristics, time_stamp;
    le16 major_version, minor_version;
    le32 type, data_size, data_rva, data_off;
} DebugDirectoryRecord;

typedef struct { // 16 bytes, then name entries and ID entries [PE: Resource Directory Table]
    le32 characteristics, time_stamp;
    le16 major_version, minor_version;
    le16 name_count, id_count;
} ResourceTableRecord;

typedef struct { // 8 bytes [PE: Resource Directory Entries]
    le32 name_or_id; // high bit: offset of a name
    le32 child_off;  // high bit: a table; else a data entry
} ResourceEntryRecord;

typedef struct { // 16 bytes [PE: Resource Data Entry]
    le32 data_rva, size, code_page, reserved;
} ResourceDataRecord;

// ---- The checked view

typedef struct {
    u32 rva, size;
} DataDirectory;

typedef struct {
    Str name; // up to 8 bytes, or resolved through the string table ("/123") when the image has one
    u32 rva, virtual_size;
    u32 raw_off, raw_size; // as in the header
    u32 flags;
} PeSection;

typedef struct { // the optional header of both forms, widened
    u16 magic;
    u8 major_linker_version, minor_linker_version;
    u32 size_of_code, size_of_initialized_data, size_of_uninitialized_data;
    u32 entry_rva, base_of_code, base_of_data;
    u64 image_base;
    u32 section_alignment, file_alignment;
    u16 major_os_version, minor_os_version, major_image_version, minor_image_version;
    u16 major_subsystem_version, minor_subsystem_version;
    u32 win32_version_value, size_of_image, size_of_headers, checksum;
    u16 subsystem, dll_characteristics;
    u64 stack_reserve, stack_commit, heap_reserve, heap_commit;
    u32 loader_flags, directory_count;
    DataDirectory directories[IMAGE_NUMBEROF_DIRECTORY_ENTRIES]; // zero beyond directory_count
} PeOptionalHeader;

typedef struct {
    Str file, name;
    u32 pe_off;     // file offset of "PE\0\0"
    u16 machine;
    u16 characteristics;
    u32 time_stamp;
    u32 symbols_off, symbol_count;
    bool is_pe32_plus;
    PeOptionalHeader opt;
    u32 section_count;
    PeSection *sections;
} PeImage;

// Checks the headers and the section table: sizes, alignments, raw data inside the file, sections ascending and not overlapping,
// SizeOfImage. LNK1107 with the offset on failure.
bool pe_open(PeImage *pe, Arena *arena, Str bytes, Str name, Message *m);

// Copies `n` bytes at `rva` as they are in memory: the zero tail of a section reads as zeros. False when some of them are in no
// section and not in the headers; *to is then undefined.
bool pe_read(const PeImage *pe, u32 rva, void *to, u32 n);
// The bytes at `rva` as the file holds them. The run ends with the raw data of its section (or with the headers);
// an empty Str when the RVA is in no section or in its zero tail. At most `want` bytes.
Str pe_at(const PeImage *pe, u32 rva, u32 want);
// The NUL-terminated name at `rva`; false when it is not inside the image or has no end.
bool pe_string(const PeImage *pe, u32 rva, Str *s);
const PeSection *pe_section_of(const PeImage *pe, u32 rva); // NULL for the headers and for gaps
// *rva = va - image base; false when that is outside the image.
bool pe_va_to_rva(const PeImage *pe, u64 va, u32 *rva);

// ---- Table readers: start with an all-zero walker but for `pe`; each call gives the next record. False at the end, or with
// m->text.n != 0 when the table is malformed.

typedef struct {
    u32 descriptor_rva;
    Str dll;
    u32 lookup_rva, address_rva, time_stamp, forwarder_chain, name_rva;
} PeImportDll;
bool pe_next_import_dll(const PeImage *pe, u32 *index, PeImportDll *out, Arena *arena, Message *m);

typedef struct {
    u32 slot_rva;    // the entry of the IAT
    bool by_ordinal;
    u16 ordinal, hint;
    Str name;
    u64 slot_value;  // what the IAT holds on disk (a bound address, or the same as the lookup entry)
} PeImport;
bool pe_next_import(const PeImage *pe, const PeImportDll *dll, u32 *index, PeImport *out, Arena *arena, Message *m);
// More imports than this a file of its size cannot hold. Hostile descriptors may share one long lookup table, and a walk over all
// imports of all DLLs is then quadratic: who walks them all counts, and stops here.
u32 pe_import_limit(const PeImage *pe);

// Delay-loaded DLLs; the functions of each are walked with pe_next_import through `as_dll`.
typedef struct {
    DelayDescriptorRecord record;
    Str dll;
    PeImportDll as_dll;
} PeDelayDll;
bool pe_next_delay_dll(const PeImage *pe, u32 *index, PeDelayDll *out, Arena *arena, Message *m);

typedef struct {
    Str dll;        // the name the DLL says it has
    u32 ordinal_base, address_count, name_count, time_stamp, flags;
    u16 major_version, minor_version;
    const le32 *addresses; // [address_count]
    const le32 *names;     // [name_count]
    const le16 *ordinals;  // [name_count], indices into addresses
    DataDirectory directory;
} PeExports;
// False with m->text.n == 0 when the image exports nothing; with a message when the directory is malformed.
bool pe_exports(const PeImage *pe, PeExports *out, Arena *arena, Message *m);

typedef struct {
    u32 ordinal;  // with the base added
    u32 rva;      // 0 for an unused ordinal
    bool has_name;
    u32 hint;     // index into the name table
    Str name;
    Str forwarder; // "KERNEL32.Sleep", "OTHER.#12"; empty otherwise
} PeExport;
// Every address table entry in ordinal order; an entry with several names comes once per name.
// Made once as an array (sorted by ordinal, then by hint).
bool pe_export_list(const PeImage *pe, const PeExports *exports, Arena *arena, PeExport **list, u32 *count, Message *m);

typedef struct {
    u32 rva;
    u8 type; // IMAGE_REL_BASED_*
} PeBaseReloc;
typedef struct {                 // starts as all zeros
    Str table;                   // the whole directory
    u32 block_off, block_size;   // the current block: offset from the directory's start, bytes
    u32 page, entry;             // its RVA; number of the next entry in it
} PeBaseRelocWalk;
// Padding entries (IMAGE_REL_BASED_ABSOLUTE) come too, with their block's page as the RVA; entry 0 of a block starts a page.
bool pe_next_base_reloc(const PeImage *pe, PeBaseRelocWalk *walk, PeBaseReloc *out, Arena *arena, Message *m);

typedef struct {
    u64 raw_start_va, raw_end_va, index_va, callbacks_va;
    u32 zero_fill_size, flags;
} PeTls;
bool pe_tls(const PeImage *pe, PeTls *out, Arena *arena, Message *m); // false, no message: no TLS directory
bool pe_next_tls_callback(const PeImage *pe, const PeTls *tls, u32 *index, u64 *callback_va, Arena *arena, Message *m);

typedef struct { // [PE: Load Configuration Layout]
    u32 rva;
    u32 size;  // as the structure says itself; the directory's own size is always 40h on x86 [link.exe]
    Str bytes; // the structure: at most `size`, less when it is cut off by the end of its section
} PeLoadConfig;
bool pe_load_config(const PeImage *pe, PeLoadConfig *out, Arena *arena, Message *m); // false, no message: none
// The field of `width` bytes (2, 4, 8) at `off`; 0 when this version of the structure ends before it.
u64 pe_load_config_field(const PeLoadConfig *config, u32 off, u32 width);

typedef struct {
    u32 characteristics, time_stamp, type; // IMAGE_DEBUG_TYPE_*
    u16 major_version, minor_version;
    u32 data_size, data_rva, data_off;
    Str data; // the record, from the file
} PeDebug;
bool pe_next_debug(const PeImage *pe, u32 *index, PeDebug *out, Arena *arena, Message *m);

typedef struct {          // one entry of .pdata [PE: The .pdata Section]
    u32 entry_rva;        // of the record itself
    u32 begin_rva, end_rva; // end: of ARM64 functions computed from the length in the unwind data. 0 and 0: a spare entry
    u32 unwind_rva;       // of UNWIND_INFO or .xdata; 0 when the data is packed
    u32 packed;           // ARM64: unwind data in the record itself; else 0
} PeFunction;
// x64 and ARM64; other machines have no function table. Order is not checked.
bool pe_next_function(const PeImage *pe, u32 *index, PeFunction *out, Arena *arena, Message *m);

enum { PE_RESOURCE_LEVELS = 3 }; // type, name, language
typedef struct {
    struct { u32 table_off, next, count; } level[PE_RESOURCE_LEVELS];
    u32 depth, visited;
    bool started;
} PeResourceWalk;
typedef struct {
    u32 level;         // 0 type, 1 name, 2 language
    bool has_name;     // else `id`
    u32 id;
    Str name16;        // UTF-16, little-endian
    bool is_directory; // its children follow
    u32 entry_off;     // of the table or data entry, from the start of the resource directory
    u32 data_rva, code_page;
    Str data;
} PeResource;
// The whole tree, parents before children. Ends with a message when tables are shared or cyclic: no more entries are
// visited than the section has room for.
bool pe_next_resource(const PeImage *pe, PeResourceWalk *walk, PeResource *out, Arena *arena, Message *m);

// The checksum link.exe writes with /RELEASE: 16-bit sum with end-around carry over the file, the field itself as 0, plus the
// length. `state` starts at 0; pieces come in file order, each (but the last) of even length.
u32 pe_checksum_add(u32 state, const void *bytes, u64 n);
static inline u32 pe_checksum_end(u32 state, u64 file_size) { return (u32)(state + file_size); }

const char *pe_subsystem_name(u16 subsystem); // "Windows CUI" as dumpbin prints it

#endif
