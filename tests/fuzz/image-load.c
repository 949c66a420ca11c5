// image-load.c - images: the loader's rehearsal (`myload --check`), which reads all that a start reads and runs
// nothing.
#include "../../loader/winapi.h"
#include "fuzz.h"

// What main.c makes before it loads; the same for every input. Only the modules and their messages are new each time.
static Process *new_process(void) {
    static char *argv[] = {"fuzz.exe", NULL};
    Process *p = calloc(1, sizeof *p);
    FUZZ_CHECK(p);
    p->diag = (Diag){.tool = "MYLOAD", .explain = true};
    p->options.check = true;
    FUZZ_CHECK(create_peb(p) && create_win_state(p, 1, argv));
    return p;
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size) {
    static Process *made;
    if (!made) made = new_process();
    Process *p = malloc(sizeof *p);
    FUZZ_CHECK(p);
    *p = *made;
    p->arena = (Arena){0};
    p->diag.arena = &p->arena;
    LoadError e = {0};
    const char *path = fuzz_file(&p->arena, "fuzz.exe", (Str){data, size});
    if (!load_program(p, path, &e)) {
        FUZZ_CHECK(e.message.text.n && e.status);
        diag_report(&p->diag, &e.message);
    } else {
        u32 idx = 0;
        PeDelayDll dll;
        Message m = {0};
        while (pe_next_delay_dll(&p->program->pe, &idx, &dll, &p->arena, &m)) fuzz_touch(dll.dll);
    }
    for (u32 i = 0; i < p->modules.count; i++) {
        Arena module = p->modules.at[i]->arena; // the record itself lies in it
        arena_free(&module);
    }
    arena_free(&p->arena);
    free(p);
    return 0;
}
