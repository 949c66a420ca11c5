// unit-args.c - argument text in three styles: quotes, backslashes, comments, separators; response files and their
// limits.
#include "../objfmt/args.h"
#include "../objfmt/file.h"
#include "unit.h"
#include <stdlib.h>
#include <unistd.h>

static Arena arena;

// The arguments with '|' between them.
static const char *joined(const ArgArray *args) {
    Buffer b = {.arena = &arena};
    for (u32 i = 0; i < args->count; i++) {
        if (i) buffer_put(&b, "|", 1);
        buffer_put_str(&b, args->at[i].text);
    }
    buffer_put(&b, "", 1);
    return (const char *)b.p;
}

static void splits(ArgStyle style, const char *text, const char *expected) {
    ArgArray args = {0};
    args_split(&arena, str(text), STR("x.rsp"), style, &args);
    if (!CHECK(text, strcmp(joined(&args), expected) == 0)) printf("   got: %s\n", joined(&args));
}

static void styles(void) {
    splits(ARGS_LINK, "", "");
    splits(ARGS_LINK, "  a\tb\r\nc\n", "a|b|c");
    splits(ARGS_LINK, "a\"b c\"d e", "ab cd|e");
    splits(ARGS_LINK, "\"\" a", "|a");
    splits(ARGS_LINK, "C:\\dir\\a.obj \\\\server\\x", "C:\\dir\\a.obj|\\\\server\\x");
    splits(ARGS_LINK, "\\\"a b\\\"", "\"a|b\"");
    splits(ARGS_LINK, "\"C:\\dir\\\\\" b", "C:\\dir\\|b");
    splits(ARGS_LINK, "\\\\\\\"a", "\\\"a");
    splits(ARGS_LINK, "\"a\"\"b\"", "a\"b");
    splits(ARGS_LINK, "\"never closed a", "never closed a");
    splits(ARGS_LINK, "/out:\"a b.exe\" 'c d'", "/out:a b.exe|'c|d'");
    splits(ARGS_LINK, "a ;b c;d", "a|;b|c;d");
    splits(ARGS_LIB, "a ;b c\n;d\n\"e;f\" g;h", "a|e;f|g;h");
    splits(ARGS_GNU, "'a b' c\\ d \"e'f\" C:\\\\x \\\"g", "a b|c d|e'f|C:\\x|\"g");
    splits(ARGS_GNU, "a\\", "a\\");
    ArgArray args = {0};
    args_split(&arena, STR("-export:f\0\0-include:g\0"), STR("a.obj"), ARGS_LINK, &args);
    CHECK("NUL bytes separate, as in padded .drectve sections", strcmp(joined(&args), "-export:f|-include:g") == 0);
    CHECK("where an argument comes from", str_eq(args.at[1].from, STR("a.obj")));
    CHECK("arguments end with a NUL", args.at[0].text.p[args.at[0].text.n] == 0);

    enum { MANY = 100000 };
    Buffer b = {.arena = &arena};
    memset(buffer_zeros(&b, MANY), '\\', MANY);
    args = (ArgArray){0};
    args_split(&arena, buffer_str(&b), (Str){0}, ARGS_LINK, &args);
    CHECK("100,000 backslashes", args.count == 1 && args.at[0].text.n == MANY);
    buffer_put(&b, "\"", 1);
    args = (ArgArray){0};
    args_split(&arena, buffer_str(&b), (Str){0}, ARGS_LINK, &args);
    CHECK("100,000 backslashes and a quote", args.count == 1 && args.at[0].text.n == MANY / 2);
}

static void put_file(const char *name, Str text) {
    Message m;
    if (!file_write(&arena, name, text, &m)) exit(2);
}

static bool expand(const char *text, ArgArray *out, Message *m) {
    ArgArray in = {0};
    *out = (ArgArray){0};
    *m = (Message){0};
    args_split(&arena, str(text), (Str){0}, ARGS_LINK, &in);
    return args_expand(&arena, &in, ARGS_LINK, out, m);
}

static void response_files(void) {
    ArgArray out;
    Message m;
    put_file("inner.rsp", STR("\xef\xbb\xbf"
                              "b \"c d\"\r\n"));
    put_file("outer.rsp", STR("a @inner.rsp e"));
    CHECK("nested", expand("x @outer.rsp y @inner.rsp", &out, &m) && strcmp(joined(&out), "x|a|b|c d|e|y|b|c d") == 0);
    CHECK("source of each",
          str_eq(out.at[2].from, STR("inner.rsp")) && str_eq(out.at[4].from, STR("outer.rsp")) && !out.at[5].from.n);
    put_file("wide.rsp", STR("\xff\xfe"
                             "a\0 \0\xe4\0"));
    CHECK("UTF-16", expand("@wide.rsp", &out, &m) && strcmp(joined(&out), "a|\xc3\xa4") == 0);
    CHECK("'@' alone is no file", expand("@ a@b", &out, &m) && strcmp(joined(&out), "@|a@b") == 0);
    put_file("self.rsp", STR("a @self.rsp"));
    unit_refused("a file that names itself", expand("@self.rsp", &out, &m), &m, "nested more than 16 deep");
    for (int i = 1; i <= 8; i++) {
        Buffer b = {.arena = &arena};
        for (int k = 0; k < 8; k++) buffer_printf(&b, "@%d.rsp ", i + 1);
        put_file((const char *)arena_printf(&arena, "%d.rsp", i).p, buffer_str(&b));
    }
    put_file("9.rsp", STR("z"));
    unit_refused("8^8 files", expand("@1.rsp", &out, &m), &m, "a command line may read 1024 of them");
    unit_refused("a file that is not there", expand("@none.rsp", &out, &m), &m, "cannot open file 'none.rsp'");
}

int main(void) {
    char folder[] = "/tmp/unit-args.XXXXXX";
    styles();
    if (!mkdtemp(folder) || chdir(folder) != 0) return 2;
    response_files();
    static const char *const made[] = {"inner.rsp", "outer.rsp", "wide.rsp", "self.rsp", "1.rsp", "2.rsp", "3.rsp",
                                       "4.rsp",     "5.rsp",     "6.rsp",    "7.rsp",    "8.rsp", "9.rsp"};
    for (size_t i = 0; i < sizeof made / sizeof *made; i++) unlink(made[i]);
    if (rmdir(folder) != 0) return 2;
    return unit_result();
}
