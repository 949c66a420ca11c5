// response.c - response files: the text as UTF-8, and its words by each of the three kinds of quotes. The file may name
// itself (@fuzz.rsp); what the words mean is not looked at: some of them name files to write.
#include "../../objfmt/args.h"
#include "fuzz.h"

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
            if (str_eq(words.at[i].text, STR("@fuzz.rsp"))) { // by the path it really has
                words.at[i].text = arena_printf(&a, "@%s", fuzz_file(&a, "fuzz.rsp", (Str){data, size}));
                words.at[0] = words.at[i];
                words.count = 1;
                args_expand(&a, &words, (ArgStyle)style, &expanded, &m);
            }
        }
    }
    (void)sum;
    arena_free(&a);
    return 0;
}
