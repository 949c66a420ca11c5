// response.c - response files: the text as UTF-8, and its words by each of the three kinds of quotes. The file may name
// itself (@fuzz.rsp); what the words mean is not looked at: some of them name files to write.
#include "../../objfmt/args.h"
#include "fuzz.h"

// The file, with the path that it really has wherever it names itself.
static Str with_own_path(Arena *a, Str text, const char *path) {
    const Str name = STR("@fuzz.rsp");
    Buffer b = {.arena = a};
    for (size_t i = 0; i < text.n;) {
        if (str_starts(str_slice(text, i, text.n), name)) {
            buffer_printf(&b, "@%s", path);
            i += name.n;
        } else {
            buffer_put(&b, text.p + i++, 1);
        }
    }
    return buffer_str(&b);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size) {
    Arena a = {0};
    Message m = {0};
    Str text;
    volatile u32 sum = 0;
    for (int style = ARGS_LINK; style <= ARGS_GNU; style++) {
        ArgArray words = {0}, expanded = {0};
        if (!text_decode(&a, (Str){data, size}, STR("fuzz.rsp"), &text, &m)) break;
        args_split(&a, text, STR("fuzz.rsp"), (ArgStyle)style, &words);
        for (u32 i = 0; i < words.count; i++) {
            sum += fuzz_touch(words.at[i].text);
            if (str_eq(words.at[i].text, STR("@fuzz.rsp"))) {
                const char *path = fuzz_path(&a, "fuzz.rsp");
                fuzz_file(&a, "fuzz.rsp", with_own_path(&a, (Str){data, size}, path));
                words.at[0] = (Arg){.text = arena_printf(&a, "@%s", path)};
                words.count = 1;
                args_expand(&a, &words, (ArgStyle)style, &expanded, &m);
            }
        }
    }
    (void)sum;
    arena_free(&a);
    return 0;
}
