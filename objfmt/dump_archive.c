// dump_archive.c - libraries: member headers, both indices, and what each member is.
//
//      Archive member name at 1C6: a.obj/              at: file offset of the 60-byte header
//      65538F00 time/date Tue Nov 14 22:13:20 2023
//
// An import library's members are mostly short import records, each shown with the function that it stands for.
// [PE: Archive (Library) File Format] [PE: Import Library Format]
#include "dump.h"

typedef unsigned long long ull;

// ---- Import records

static const char *import_type_name(u8 type) {
    return type == IMPORT_OBJECT_CODE ? "code" : type == IMPORT_OBJECT_DATA ? "data" : "const";
}

static const char *name_type_name(u8 name_type) {
    static const char *const names[] = {"ordinal", "name", "no prefix", "undecorate", "export as"};
    return names[name_type]; // import_obj_open has checked it
}

void dump_import_object(Dump *d, Str bytes, Str name) {
    ImportObject imp;
    Message m = {0};
    if (!import_obj_open(&imp, d->arena, bytes, name, &m)) {
        dump_error(d, &m);
        return;
    }
    dump_text(d, "  Version      : 0\n  Machine      : %X (%s)\n", imp.machine, dump_machine_text(imp.machine));
    dump_text(d, "  TimeDateStamp: %08X%s\n", imp.time_stamp, dump_time(d, imp.time_stamp));
    dump_text(d, "  SizeOfData   : %08X\n", get32(((const ImportObjectRecord *)bytes.p)->data_size));
    dump_line(d, "  DLL name     : ", imp.dll);
    dump_line(d, "  Symbol name  : ", imp.symbol);
    dump_text(d, "  Type         : %s\n  Name type    : %s\n", import_type_name(imp.type),
              name_type_name(imp.name_type));
    if (imp.name_type == IMPORT_OBJECT_ORDINAL) {
        dump_text(d, "  Ordinal      : %u\n", imp.hint);
    } else {
        dump_text(d, "  Hint         : %u\n", imp.hint);
        dump_line(d, "  Name         : ", imp.export_name);
    }
    dump_line(d, "  Defines      : __imp_", imp.symbol); // what an object may refer to
    if (imp.type != IMPORT_OBJECT_DATA) dump_line(d, "                 ", imp.symbol);
}

// ---- Member headers

// Blank-padded text fields as they are, but for control bytes.
static void text_field(Dump *d, Str field, const char *what) {
    while (field.n && field.p[field.n - 1] == ' ') field.n--;
    dump_text(d, "%*s", field.n < 8 ? (int)(8 - field.n) : 0, "");
    dump_name(d, field);
    dump_text(d, " %s\n", what);
}

// A name that is kept elsewhere ("/17", "#1/20") is shown too.
static void member_header(Dump *d, const ArchiveMember *mem) {
    const ArchiveMemberRecord *rec = (const void *)mem->raw_header.p;
    u32 date = (u32)mem->date; // -1 in the libraries that LIB writes today
    dump_text(d, "\nArchive member name at %llX: ", (ull)mem->header_off);
    dump_name(d, (Str){rec->name, sizeof rec->name});
    if (rec->name[1] >= '0' && rec->name[1] <= '9') dump_name(d, mem->name);
    dump_text(d, "\n%8X time/date%s\n", date, dump_time(d, date));
    text_field(d, (Str){rec->user, sizeof rec->user}, "uid");
    text_field(d, (Str){rec->group, sizeof rec->group}, "gid");
    text_field(d, (Str){rec->mode, sizeof rec->mode}, "mode");
    dump_text(d, "%8llX size\ncorrect header end\n", (ull)mem->size);
}

// ---- Indices

static void first_linker_member(Dump *d, const Archive *ar) {
    ArchiveSymbol *symbols;
    Message m = {0};
    u32 count;
    member_header(d, &ar->first);
    if (!archive_read_index(ar, d->arena, 1, &symbols, &count, &m) ||
        !archive_check_index(ar, d->arena, 1, symbols, count, &m)) {
        dump_error(d, &m);
        return;
    }
    dump_text(d, "\n%8X public symbols\n\n", count);
    for (u32 i = 0; i < count; i++) {
        dump_text(d, "%9X ", symbols[i].member_off);
        dump_line(d, "", symbols[i].name);
    }
}

// It has been checked: it is the one that is used.
static void second_linker_member(Dump *d, const Archive *ar) {
    const le32 *words = (const void *)ar->second.data.p;
    u32 members = get32(words[0]);
    const le16 *numbers = (const void *)(ar->second.data.p + 8 + 4 * (size_t)members);
    member_header(d, &ar->second);
    dump_text(d, "\n%8X offsets\n\n", members);
    for (u32 i = 0; i < members; i++) dump_text(d, "%9X %8X\n", i + 1, get32(words[1 + i]));
    dump_text(d, "\n%8X public symbols\n\n", ar->symbol_count);
    for (u32 i = 0; i < ar->symbol_count; i++) {
        dump_text(d, "%9X ", get16(numbers[i]));
        dump_line(d, "", ar->symbols[i].name);
    }
}

// ---- Members

// The bytes of a thin archive's member: a file named relative to the archive. Empty when it cannot be read.
static Str thin_member(Dump *d, const Archive *ar, const ArchiveMember *mem) {
    size_t slash = str_rfind(ar->name, '/');
    Str folder = slash < ar->name.n && !str_starts(mem->name, STR("/")) ? str_slice(ar->name, 0, slash + 1) : (Str){0};
    Buffer path = {.arena = d->arena};
    Str bytes = {0};
    FileIdentity id;
    Message m = {0};
    buffer_put_str(&path, folder);
    buffer_put_str(&path, mem->name);
    if (!file_read(d->arena, arena_cstr(d->arena, buffer_str(&path)), &bytes, &id, &m)) {
        dump_error(d, &m);
        return (Str){0};
    }
    return bytes;
}

static void dump_member(Dump *d, const Archive *ar, const ArchiveMember *mem) {
    u32 shown = d->opt.flags & (DUMP_OF_MEMBERS & ~(u32)DUMP_SUMMARY);
    Str data = ar->is_thin ? thin_member(d, ar, mem) : mem->data;
    if (!data.n && ar->is_thin) return;
    Str name = arena_printf(d->arena, "%.*s(%s)", STR_ARG(ar->name), printable(d->arena, mem->name));
    FileType type = identify_file(data);
    if (shown && !(d->opt.flags & DUMP_ARCHIVEMEMBERS)) {
        dump_text(d, "\nArchive member name at %llX: ", (ull)mem->header_off);
        dump_line(d, "", mem->name);
    }
    if (type == FILE_TYPE_COFF) {
        dump_object(d, data, name);
    } else if (type == FILE_TYPE_IMPORT_OBJECT) {
        if (!shown) return;
        dump_text(d, "\n");
        dump_import_object(d, data, name);
    } else if (shown) { // Rust's metadata, text, an archive in an archive
        dump_text(d, "\n  (%zu bytes that are no object)\n", data.n);
    }
}

// What /EXPORTS shows of a library: the functions of its import records.
static void exported_name(Dump *d, const Archive *ar, const ArchiveMember *mem) {
    ImportObject imp;
    Message m = {0};
    if (identify_file(mem->data) != FILE_TYPE_IMPORT_OBJECT) return;
    if (!import_obj_open(&imp, d->arena, mem->data, ar->name, &m)) {
        dump_error(d, &m);
        return;
    }
    if (imp.name_type == IMPORT_OBJECT_ORDINAL) {
        dump_text(d, "      %6u     ", imp.hint);
    } else {
        dump_text(d, "                 ");
    }
    dump_line(d, "", imp.symbol);
}

// Calls `show` for every member; a member header that is not sound ends the walk with its message.
static void each_member(Dump *d, const Archive *ar, void (*show)(Dump *, const Archive *, const ArchiveMember *)) {
    ArchiveMember mem;
    Message m = {0};
    for (u64 pos = 0; archive_next(ar, d->arena, &pos, &mem, &m);) show(d, ar, &mem);
    if (m.text.n) dump_error(d, &m);
}

static void header_and_member(Dump *d, const Archive *ar, const ArchiveMember *mem) {
    if (d->opt.flags & DUMP_ARCHIVEMEMBERS) member_header(d, mem);
    if (d->opt.flags & DUMP_OF_MEMBERS) dump_member(d, ar, mem);
}

void dump_archive(Dump *d, Str bytes, Str name) {
    Archive ar;
    Message m = {0};
    u32 flags = d->opt.flags;
    if (!archive_open(&ar, d->arena, bytes, name, &m) ||
        !archive_check_index(&ar, d->arena, ar.has_second ? 2 : 1, ar.symbols, ar.symbol_count, &m)) {
        dump_error(d, &m);
        return;
    }
    dump_text(d, "File Type: LIBRARY%s\n", ar.is_thin ? " (thin: members are files beside it)" : "");
    if (flags & DUMP_LINKERMEMBER1 && ar.has_first) first_linker_member(d, &ar);
    if (flags & DUMP_LINKERMEMBER2 && ar.has_second) second_linker_member(d, &ar);
    if (flags & DUMP_ARCHIVEMEMBERS && ar.long_names.data.n) member_header(d, &ar.long_names);
    if (flags & (DUMP_OF_MEMBERS | DUMP_ARCHIVEMEMBERS)) each_member(d, &ar, header_and_member);
    if (flags & DUMP_EXPORTS) {
        dump_text(d, "\n     Exports\n\n       ordinal    name\n\n");
        each_member(d, &ar, exported_name);
    }
    dump_summary(d);
}
