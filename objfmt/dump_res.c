// dump_res.c - resources: the records of a .res file, and the tree of an image.
//
//      .res                                     image
//      type        name  language   size        MANIFEST (24)
//      MANIFEST 24    1      1033    15B          1
//                                                   1033     RVA 4058, 15B bytes, code page 0
//
// [PE: The .rsrc Section]
#include "dump.h"
#include "res.h"

typedef unsigned long long ull;

// ---- .res files

static void key_text(Dump *d, const ResKey *key, bool is_type) {
    const char *known = is_type && !key->has_name ? res_type_name(key->id) : NULL;
    if (key->has_name) {
        dump_text(d, "\"");
        dump_name16(d, key->name16);
        dump_text(d, "\"");
    } else if (known) {
        dump_text(d, "%s (%u)", known, key->id);
    } else {
        dump_text(d, "%u", key->id);
    }
}

void dump_res(Dump *d, Str bytes, Str name) {
    ResEntry e;
    Message m;
    dump_text(d, "File Type: RESOURCES\n");
    for (u64 pos = 0; res_next(bytes, name, &pos, &e, d->arena, &m);) {
        dump_text(d, "\nRESOURCE at %llX\n  Type         : ", (ull)e.header_off);
        key_text(d, &e.type, true);
        dump_text(d, "\n  Name         : ");
        key_text(d, &e.name, false);
        dump_text(d, "\n  Language     : %u (%04X)\n  SizeOfData   : %08zX\n", e.language, e.language, e.data.n);
        if (d->opt.flags & DUMP_HEADERS)
            dump_text(d, "  Flags        : %04X\n  Data version : %u\n  Version      : %u\n  Characteristics: %08X\n",
                      e.flags, e.data_version, e.version, e.characteristics);
        if (d->opt.flags & DUMP_RAWDATA) {
            dump_text(d, "\n");
            dump_raw(d, e.data, 0, 8);
        }
    }
    if (m.text.n) dump_error(d, &m);
}

// ---- Images

static void tree_line(Dump *d, const PeResource *r) {
    const char *known = r->level == 0 && !r->has_name ? res_type_name(r->id) : NULL;
    dump_text(d, "    %*s", (int)(2 * r->level), "");
    if (r->has_name) {
        dump_text(d, "\"");
        dump_name16(d, r->name16);
        dump_text(d, "\"");
    } else if (known) {
        dump_text(d, "%s (%u)", known, r->id);
    } else {
        dump_text(d, "%u", r->id);
    }
    if (!r->is_directory) dump_text(d, "    RVA %X, %zX bytes, code page %u", r->data_rva, r->data.n, r->code_page);
    dump_text(d, "\n");
}

void dump_resource_tree(Dump *d, const PeImage *pe) {
    PeResourceWalk walk = {0};
    PeResource r;
    Message m;
    dump_text(d, "\n  Section contains the following resources (type, name, language):\n\n");
    while (pe_next_resource(pe, &walk, &r, d->arena, &m)) tree_line(d, &r);
    if (m.text.n) dump_error(d, &m);
}
