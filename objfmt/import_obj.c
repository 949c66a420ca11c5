// import_obj.c - the short import record: one function of one DLL in 20 bytes and two names.
//
//      00 00 FF FF  00 00 64 86  00 00 00 00  1C 00 00 00  05 00 04 00   "CreateFileW" 0 "KERNEL32.dll" 0
//      signature    ver  machine  time stamp  string size  hint bits
//                                                               ^ type in bits 0-1, name type in bits 2-4
//
// The record is what an import library holds instead of an object: the linker that reads it makes the address-table
// slot, the lookup entry, the hint/name string and the jump thunk itself. The name type exists because x86 objects say
// `_Sleep@4` where the DLL exports `Sleep`: it tells how the one follows from the other.
// [PE: Import Library Format] [PE: Import Header] [PE: Import Name Type]
#include "import_obj.h"

//> import-export-name
Str import_obj_export_name(Str symbol, u8 name_type) {
    if (name_type == IMPORT_OBJECT_ORDINAL) return (Str){0};
    if (name_type != IMPORT_OBJECT_NAME_NO_PREFIX && name_type != IMPORT_OBJECT_NAME_UNDECORATE) return symbol;
    if (symbol.n && (symbol.p[0] == '?' || symbol.p[0] == '@' || symbol.p[0] == '_'))
        symbol = str_slice(symbol, 1, symbol.n);
    if (name_type == IMPORT_OBJECT_NAME_UNDECORATE) symbol = str_slice(symbol, 0, str_find(symbol, '@'));
    return symbol;
}
//< import-export-name

// Takes one NUL-terminated string off *rest; false when it is empty or has no end.
static bool take_string(Str *rest, Str *s) {
    size_t n = str_find(*rest, 0);
    if (n == 0 || n == rest->n) return false;
    *s = str_slice(*rest, 0, n);
    *rest = str_slice(*rest, n + 1, rest->n);
    return true;
}

bool import_obj_open(ImportObject *imp, Arena *arena, Str bytes, Str name, Message *m) {
    enum { HEADER_SIZE = sizeof(ImportObjectRecord) };
    if (bytes.n < HEADER_SIZE)
        return bad_file(m, arena, name, 1107, 0, "import record of %zu bytes: the header alone has %d", bytes.n,
                        (int)HEADER_SIZE);
    const ImportObjectRecord *rec = (const void *)bytes.p;
    if (get16(rec->sig1) != 0 || get16(rec->sig2) != 0xffff || get16(rec->version) != 0)
        return bad_file(m, arena, name, 1107, 0, "not an import record: it should begin with 00 00 FF FF 00 00");
    u32 size = get32(rec->data_size), bits = get16(rec->bits);
    if (!range_ok(HEADER_SIZE, size, 1, bytes.n))
        return bad_file(m, arena, name, 1107, 12, "import record: %u bytes of names, but only %zu follow the header",
                        size, bytes.n - HEADER_SIZE);
    *imp = (ImportObject){.machine = get16(rec->machine),
                          .time_stamp = get32(rec->time_stamp),
                          .type = bits & 3,
                          .name_type = bits >> 2 & 7,
                          .hint = get16(rec->hint)};
    if (imp->type > IMPORT_OBJECT_CONST)
        return bad_file(m, arena, name, 1107, 18, "import record: type %u is none of code, data and const", imp->type);
    if (imp->name_type > IMPORT_OBJECT_NAME_EXPORTAS)
        return bad_file(m, arena, name, 1107, 18, "import record: name type %u is not known", imp->name_type);
    Str rest = str_slice(bytes, HEADER_SIZE, HEADER_SIZE + size);
    if (!take_string(&rest, &imp->symbol))
        return bad_file(m, arena, name, 1107, HEADER_SIZE, "import record: the symbol's name is empty or has no end");
    if (!take_string(&rest, &imp->dll))
        return bad_file(m, arena, name, 1107, HEADER_SIZE + imp->symbol.n + 1,
                        "import record of %s: the DLL's name is missing or has no end", printable(arena, imp->symbol));
    imp->export_name = import_obj_export_name(imp->symbol, imp->name_type);
    if (imp->name_type == IMPORT_OBJECT_NAME_EXPORTAS && !take_string(&rest, &imp->export_name))
        return bad_file(m, arena, name, 1107, HEADER_SIZE + size - rest.n,
                        "import record of %s: the exported name (EXPORTAS) is missing or has no end",
                        printable(arena, imp->symbol));
    if (imp->name_type != IMPORT_OBJECT_ORDINAL && imp->export_name.n == 0)
        return bad_file(m, arena, name, 1107, HEADER_SIZE,
                        "import record of %s: nothing is left of the name without its decoration",
                        printable(arena, imp->symbol));
    return true;
}

//> lab-write-import
Str import_obj_write(Arena *arena, const ImportObject *imp) {
    bool export_as = imp->name_type == IMPORT_OBJECT_NAME_EXPORTAS;
    u64 size = imp->symbol.n + 1 + imp->dll.n + 1 + (export_as ? imp->export_name.n + 1 : 0);
    ImportObjectRecord rec = {
        .sig2 = put16(0xffff),
        .machine = put16(imp->machine),
        .time_stamp = put32(imp->time_stamp),
        .data_size = put32((u32)size),
        .hint = put16(imp->hint),
        .bits = put16((u16)(imp->type | imp->name_type << 2)),
    };
    Buffer b = {.arena = arena};
    buffer_put(&b, &rec, sizeof rec);
    buffer_put_str(&b, imp->symbol);
    buffer_put(&b, "", 1);
    buffer_put_str(&b, imp->dll);
    buffer_put(&b, "", 1);
    if (export_as) {
        buffer_put_str(&b, imp->export_name);
        buffer_put(&b, "", 1);
    }
    return buffer_str(&b);
}
//< lab-write-import
