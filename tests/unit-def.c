// unit-def.c - .def files and /EXPORT texts: what each statement means, and what each mistake is called.
#include "../implib/def.h"
#include "unit.h"

static Arena arena;
static Diag diag = {.tool = "LIB", .arena = &arena};

// Everything a file says, as one line: "LIBRARY a.dll base=10 | f=g @7 noname | .x rw".
static const char *meaning(const DefFile *def) {
    Buffer b = {.arena = &arena};
    if (def->is_library) buffer_printf(&b, "LIBRARY %.*s ", STR_ARG(def->name));
    if (def->is_name) buffer_printf(&b, "NAME %.*s ", STR_ARG(def->name));
    if (def->has_base) buffer_printf(&b, "base=%llx ", (unsigned long long)def->base);
    if (def->stack_reserve)
        buffer_printf(&b, "stack=%llx,%llx ", (unsigned long long)def->stack_reserve,
                      (unsigned long long)def->stack_commit);
    if (def->heap_reserve)
        buffer_printf(&b, "heap=%llx,%llx ", (unsigned long long)def->heap_reserve,
                      (unsigned long long)def->heap_commit);
    if (def->has_version) buffer_printf(&b, "version=%u.%u ", def->major_version, def->minor_version);
    if (def->stub.n) buffer_printf(&b, "stub=%.*s ", STR_ARG(def->stub));
    if (def->description.n) buffer_printf(&b, "description=%.*s ", STR_ARG(def->description));
    for (u32 i = 0; i < def->exports.count; i++) {
        const DefExport *e = &def->exports.at[i];
        buffer_printf(&b, "| %.*s ", STR_ARG(e->name));
        if (e->internal.n) buffer_printf(&b, "=%.*s ", STR_ARG(e->internal));
        if (e->forward.n) buffer_printf(&b, "->%.*s ", STR_ARG(e->forward));
        if (e->export_as.n) buffer_printf(&b, "as %.*s ", STR_ARG(e->export_as));
        if (e->ordinal) buffer_printf(&b, "@%u ", e->ordinal);
        buffer_printf(&b, "%s%s%s%s", e->noname ? "noname " : "", e->data ? "data " : "",
                      e->constant ? "constant " : "", e->is_private ? "private " : "");
    }
    for (u32 i = 0; i < def->sections.count; i++) {
        const DefSection *s = &def->sections.at[i];
        buffer_printf(&b, "| %.*s %s%s%s%s ", STR_ARG(s->name), s->set_flags & 0x40000000 ? "r" : "",
                      s->set_flags & 0x80000000u ? "w" : "", s->set_flags & 0x20000000 ? "x" : "",
                      s->set_flags & 0x10000000 ? "s" : "");
    }
    if (b.n) b.n--;
    buffer_put(&b, "", 1);
    return (const char *)b.p;
}

static void means(const char *name, const char *text, const char *expected) {
    DefFile def;
    Message m = {0};
    bool ok = def_read(&def, &arena, str(text), STR("x.def"), &diag, &m);
    const char *got = ok ? meaning(&def) : (const char *)m.text.p;
    if (!CHECK(name, ok && strcmp(got, expected) == 0)) printf("   got: %s\n", got);
}

static void refused(const char *name, Str text, const char *file, u32 code, const char *expected) {
    DefFile def;
    Message m = {0};
    bool ok = def_read(&def, &arena, text, STR("x.def"), &diag, &m);
    unit_refused(name, ok, &m, expected);
    if (!ok && !CHECK(name, m.code == code && str_eq(m.file, str(file))))
        printf("   %.*s LNK%u\n", STR_ARG(m.file), m.code);
}
#define REFUSED(name, text, line, code, expected) refused(name, str(text), "x.def(" #line ")", code, expected)

static void statements(void) {
    means("an empty file", "", "");
    means("comments only", "; one\n  ; two\n", "");
    means("LIBRARY", "LIBRARY my.dll", "LIBRARY my.dll");
    means("LIBRARY without a name", "LIBRARY\nEXPORTS\nf", "LIBRARY  | f");
    means("LIBRARY with BASE", "LIBRARY my.dll BASE=0x10000000", "LIBRARY my.dll base=10000000");
    means("BASE without a name, blanks around '='", "LIBRARY BASE = 65536\n", "LIBRARY  base=10000");
    means("BASE on the next line", "LIBRARY my\n BASE\n =\n 0x20000", "LIBRARY my base=20000");
    means("quoted file name", "LIBRARY \"my own; dll.dll\"", "LIBRARY my own; dll.dll");
    means("single quotes", "LIBRARY 'my dll'", "LIBRARY my dll");
    means("old words behind LIBRARY are ignored", "LIBRARY my INITINSTANCE", "LIBRARY my");
    means("NAME", "NAME app.exe BASE=0x400000", "NAME app.exe base=400000");
    means("NAME of a window program", "NAME app WINDOWAPI", "NAME app");
    means("STACKSIZE", "STACKSIZE 0x200000,4096", "stack=200000,1000");
    means("STACKSIZE with blanks", "STACKSIZE 65536 , 4096", "stack=10000,1000");
    means("HEAPSIZE", "HEAPSIZE 1048576", "heap=100000,0");
    means("commit above reserve is cut", "HEAPSIZE 4096,8192", "heap=1000,1000");
    means("VERSION", "VERSION 1.2", "version=1.2");
    means("VERSION without minor", "VERSION 65535", "version=65535.0");
    means("STUB", "STUB:old.exe", "stub=old.exe");
    means("STUB with blanks", "STUB : \"old one.exe\"", "stub=old one.exe");
    means("DESCRIPTION", "DESCRIPTION 'a test'", "description=a test");
    means("SECTIONS", "SECTIONS\n.shared READ WRITE SHARED\n.code EXECUTE READ", "| .shared rws | .code rx");
    means("SEGMENTS and CLASS", "SEGMENTS .x CLASS 'DATA' READ", "| .x r");
    means(
        "old statements are skipped",
        "EXETYPE WINDOWS\nCODE PRELOAD MOVEABLE\nDATA SINGLE\nPROTMODE\nREALMODE\nIMPORTS\nkernel.1\nuser.2\nEXPORTS f",
        "| f");
    means("LIBRARY after EXPORTS", "EXPORTS f\nLIBRARY my", "LIBRARY my | f");
}

static void exports(void) {
    means("on the line of the keyword and below", "EXPORTS a\n b\n\nc", "| a | b | c");
    means("several EXPORTS", "EXPORTS\na\nEXPORTS\nb", "| a | b");
    means("ordinal", "EXPORTS\na @7", "| a @7");
    means("ordinal apart", "EXPORTS\na @ 7", "| a @7");
    means("highest ordinal, in hexadecimal", "EXPORTS\na @0xffff", "| a @65535");
    means("NONAME", "EXPORTS\na @8 NONAME", "| a @8 noname");
    means("every attribute", "EXPORTS\na @1 NONAME PRIVATE\nb DATA\nc CONSTANT\nd PRIVATE DATA @3",
          "| a @1 noname private | b data | c constant | d @3 data private");
    means("internal name", "EXPORTS\nput=internal_put", "| put =internal_put");
    means("'=' on lines of its own", "EXPORTS\nput\n=\ninternal_put\nb", "| put =internal_put | b");
    means("forwarder", "EXPORTS\nSleep = kernel32.Sleep @5", "| Sleep ->kernel32.Sleep @5");
    means("forwarder by ordinal", "EXPORTS\nf=other.#42 @1 NONAME", "| f ->other.#42 @1 noname");
    means("the last dot of a forwarder counts", "EXPORTS\nf=api-ms-win.v1.g", "| f ->api-ms-win.v1.g");
    means("a leading dot is a symbol", "EXPORTS\nf=.refptr", "| f =.refptr");
    means("EXPORTAS", "EXPORTS\n#f DATA EXPORTAS f", "| #f as f data");
    means("GNU's ==", "EXPORTS\na == b @2\nc=d==e", "| a as b @2 | c =d as e");
    means("decorated names", "EXPORTS\n_f@8\n@g@4\n?h@@YAXXZ\nf = _f@8 @3", "| _f@8 | @g@4 | ?h@@YAXXZ | f =_f@8 @3");
    means("reserved word in quotes", "EXPORTS\n\"DATA\" DATA\n\"NAME\"", "| DATA data | NAME");
    means("lower case is no keyword", "EXPORTS\ndata\nexports", "| data | exports");
    means("RESIDENTNAME is ignored", "EXPORTS\nf RESIDENTNAME @1", "| f @1");
    means("comment behind a definition", "EXPORTS\na ; first\nb;second", "| a | b");
    means("UTF-8 names", "EXPORTS\n\xc3\xa4\xc3\xb6", "| \xc3\xa4\xc3\xb6");
}

static void encodings(void) {
    means("CRLF", "LIBRARY a\r\nEXPORTS\r\n  f @1\r\n", "LIBRARY a | f @1");
    means("UTF-8 byte-order mark", "\xef\xbb\xbfLIBRARY a", "LIBRARY a");
    DefFile def;
    Message m;
    static const char utf16[] = "\xff\xfe"
                                "E\0X\0P\0O\0R\0T\0S\0 \0\xe4\0\x3d\xd8\x00\xde\n\0";
    CHECK("UTF-16", def_read(&def, &arena, (Str){(const u8 *)utf16, sizeof utf16 - 1}, STR("x.def"), &diag, &m) &&
                        strcmp(meaning(&def), "| \xc3\xa4\xf0\x9f\x98\x80") == 0);
    static const char big[] = "\xfe\xff\0N\0A\0M\0E\0 \0a";
    CHECK("UTF-16, high byte first",
          def_read(&def, &arena, (Str){(const u8 *)big, sizeof big - 1}, STR("x.def"), &diag, &m) &&
              strcmp(meaning(&def), "NAME a") == 0);
    refused("odd UTF-16",
            STR("\xff\xfe"
                "E\0X"),
            "x.def", 1107, "UTF-16 text ends in the middle of a character");
    refused("half a surrogate pair",
            STR("\xff\xfe"
                "\x00\xd8"
                "E\0"),
            "x.def", 1107, "UTF-16 text has half of a surrogate pair");
    refused("NUL byte", STR("EXPORTS\na\0b"), "x.def", 1107, "a NUL byte stands in what should be text");
}

static void mistakes(void) {
    REFUSED("unknown statement", "EXPORT\nf", 1, 1118, "syntax error in 'EXPORT' statement");
    REFUSED("statement in lower case", "\nexports\nf", 2, 1118, "syntax error in 'exports' statement");
    REFUSED("two names on a line", "EXPORTS\na\nb c", 3, 1118, "syntax error in 'c' statement");
    REFUSED("reserved word as a name", "EXPORTS\nNONAME", 2, 1118, "syntax error in 'EXPORTS' statement");
    REFUSED("reserved word as an internal name", "EXPORTS\na=NONE", 2, 1118, "syntax error in 'EXPORTS' statement");
    REFUSED("nothing behind '='", "EXPORTS\na=", 2, 1118, "syntax error in 'EXPORTS' statement");
    REFUSED("empty quotes", "EXPORTS\n\"\"", 2, 1118, "syntax error in 'EXPORTS' statement");
    REFUSED("open quote", "LIBRARY \"my.dll\nEXPORTS f", 1, 1118, "syntax error in 'LIBRARY' statement");
    REFUSED("ordinal 0", "EXPORTS\na @0", 2, 1119, "invalid ordinal number '0'");
    REFUSED("ordinal 65536", "EXPORTS\na @65536", 2, 1119, "invalid ordinal number '65536'");
    REFUSED("ordinal -1", "EXPORTS\na @-1", 2, 1119, "invalid ordinal number '-1'");
    REFUSED("ordinal 10^20", "EXPORTS\na @100000000000000000000", 2, 1119,
            "invalid ordinal number '100000000000000000000'");
    REFUSED("ordinal 2^64 + 1", "EXPORTS\na @18446744073709551617", 2, 1119,
            "invalid ordinal number '18446744073709551617'");
    REFUSED("'@' without a number", "EXPORTS\na @\n", 2, 1119, "invalid ordinal number ''");
    REFUSED("forwarder to ordinal 0", "EXPORTS\na=b.#0", 2, 1119, "invalid ordinal number '0'");
    REFUSED("forwarder without a function", "EXPORTS\na=b.", 2, 1118, "forwarder 'b.' names a DLL but no function");
    REFUSED("two LIBRARY statements", "LIBRARY a\nLIBRARY b", 2, 1118, "syntax error in 'LIBRARY' statement");
    REFUSED("NAME after LIBRARY", "LIBRARY a\nNAME b", 2, 1118, "syntax error in 'NAME' statement");
    REFUSED("BASE without a number", "LIBRARY a BASE=x", 1, 1118, "syntax error in 'LIBRARY' statement");
    REFUSED("unquoted blank in a file name", "LIBRARY my dll", 1, 1118, "syntax error in 'LIBRARY' statement");
    REFUSED("VERSION with three parts", "VERSION 1.2.8", 1, 1118, "syntax error in 'VERSION' statement");
    REFUSED("VERSION above 65535", "VERSION 1.65536", 1, 1118, "syntax error in 'VERSION' statement");
    REFUSED("STACKSIZE without a number", "STACKSIZE big", 1, 1118, "syntax error in 'STACKSIZE' statement");
    REFUSED("HEAPSIZE ends in a comma", "HEAPSIZE 1,", 1, 1118, "syntax error in 'HEAPSIZE' statement");
    REFUSED("unknown section attribute", "SECTIONS\n.x READ FLY", 2, 1118, "syntax error in 'SECTIONS' statement");
    REFUSED("STUB without a file", "STUB:", 1, 1118, "syntax error in 'STUB' statement");
    REFUSED("two statements on a line", "VERSION 1.0 HEAPSIZE 1", 1, 1118, "syntax error in 'HEAPSIZE' statement");
}

static void large_inputs(void) {
    DefFile def;
    Message m;
    enum { TOKEN = 1 << 20 };
    Buffer b = {.arena = &arena};
    buffer_put_str(&b, STR("EXPORTS\n"));
    memset(buffer_zeros(&b, TOKEN), 'a', TOKEN);
    CHECK("a name of 1 MB",
          def_read(&def, &arena, buffer_str(&b), STR("x.def"), &diag, &m) && def.exports.at[0].name.n == TOKEN);
    memset(buffer_zeros(&b, TOKEN), '\\', TOKEN);
    CHECK("a million backslashes",
          def_read(&def, &arena, buffer_str(&b), STR("x.def"), &diag, &m) && def.exports.count == 1);
    // Whatever the bytes are, reading ends: with a meaning or with a message that names the file.
    static const char words[] =
        "EXPORTS\nLIBRARY a BASE=1\nSECTIONS .x READ\nVERSION 1.2\nf=g.#1 @7 NONAME \"q\" == EXPORTAS ;";
    u32 random = 2463534242, bad = 0;
    for (int round = 0; round < 3000; round++) {
        u8 text[128];
        for (size_t i = 0; i < sizeof text; i++)
            text[i] =
                unit_random(&random) % 9 ? (u8)words[(i + (u32)round) % (sizeof words - 1)] : (u8)unit_random(&random);
        if (!def_read(&def, &arena, (Str){text, sizeof text}, STR("x.def"), &diag, &m))
            bad += !str_starts(m.file, STR("x.def"));
    }
    CHECK("3000 damaged files", bad == 0);
}

static const char *export_meaning(const char *text, Message *m) {
    DefFile def = {0};
    DefExport e;
    if (!def_parse_export(&e, &arena, str(text), m)) return (const char *)m->text.p;
    ARRAY_PUSH(&arena, &def.exports, e);
    return meaning(&def);
}

static void export_options(void) {
    static const struct {
        const char *text, *expected;
        u32 code;
    } cases[] = {
        {"f", "| f", 0},
        {"f=g", "| f =g", 0},
        {"f=k.g", "| f ->k.g", 0},
        {"f=k.#3", "| f ->k.#3", 0},
        {"f,@7,NONAME", "| f @7 noname", 0},
        {"f=g,@7,noname,data,private", "| f =g @7 noname data private", 0},
        {"#f,EXPORTAS,f", "| #f as f", 0},
        {"v,CONSTANT", "| v constant", 0},
        {"?f@@YAXXZ,DATA", "| ?f@@YAXXZ data", 0},
        {"", "syntax error in option '/EXPORT:'", 1117},
        {"f=", "syntax error in option '/EXPORT:f='", 1117},
        {"=g", "syntax error in option '/EXPORT:=g'", 1117},
        {"f,", "| f", 0},
        {"f,,DATA", "syntax error in option '/EXPORT:f,,DATA'", 1117},
        {"f,FLY", "syntax error in option '/EXPORT:f,FLY'", 1117},
        {"f,EXPORTAS", "syntax error in option '/EXPORT:f,EXPORTAS'", 1117},
        {"f,@0", "invalid ordinal number '0'", 1119},
        {"f,@65536", "invalid ordinal number '65536'", 1119},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Message m = {0};
        const char *got = export_meaning(cases[i].text, &m);
        if (!CHECK(cases[i].text, strcmp(got, cases[i].expected) == 0 && m.code == cases[i].code))
            printf("   got: %s\n", got);
    }
}

static void output_names(void) {
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"LIBRARY my", "my.dll"},         {"NAME my", "my.exe"}, {"LIBRARY my.drv", "my.drv"}, {"EXPORTS f", ""},
        {"LIBRARY a.b/my", "a.b/my.dll"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        DefFile def;
        Message m;
        bool ok = def_read(&def, &arena, str(cases[i].text), STR("x.def"), &diag, &m);
        CHECK(cases[i].text, ok && str_eq(def_output_name(&arena, &def), str(cases[i].expected)));
    }
}

int main(void) {
    static const u16 quiet[] = {4015, 4017};
    diag.ignored = quiet;
    diag.ignored_count = 2;
    statements();
    exports();
    encodings();
    mistakes();
    large_inputs();
    export_options();
    output_names();
    return unit_result();
}
