// image-load.c - images: the loader's rehearsal (`myload --check`), which reads all that a start reads and runs
// nothing; and what it accepts for this machine is loaded in earnest: mapped, moved, bound. Its code is not run.
#include "../../loader/winapi.h"
#include "fuzz.h"

// What main.c makes before it loads; the same for every input.
static Process *new_process(void) {
    static char *argv[] = {"fuzz.exe", NULL};
    Process *p = calloc(1, sizeof *p);
    FUZZ_CHECK(p);
    p->diag = (Diag){.tool = "MYLOAD", .arena = &p->arena, .explain = true};
    FUZZ_CHECK(create_peb(p) && create_win_state(p, 1, argv));
    return p;
}

// A word of the DOS header that nobody reads says where the image is to go: 1 by ASLR, 2 where it wants to, else to an
// address that is free here: AddressSanitizer has taken those of most images, and to search for another one is slow. 4:
// with --trace.
static void choose_options(LoaderOptions *o, Str image, bool check) {
    u16 bits = image.n >= 0x2a ? load16(image.p + 0x28) : 0;
    *o = (LoaderOptions){.check = check, .has_aslr = bits & 1, .aslr_seed = bits, .trace = bits & 4};
    o->has_base = !(bits & 3);
    o->base = 0x10000000 + ((u64)(bits >> 4) << 16);
}

static bool load(Process *p, const char *path) {
    LoadError e = {0};
    if (!load_program(p, path, &e)) {
        FUZZ_CHECK(e.message.text.n && e.status);
        diag_report(&p->diag, &e.message);
        return false;
    }
    u32 idx = 0;
    PeDelayDll dll;
    Message m = {0};
    while (pe_next_delay_dll(&p->program->pe, &idx, &dll, &p->arena, &m)) fuzz_touch(dll.dll);
    return true;
}

static void unload(Process *p) {
    for (u32 i = 0; i < p->modules.count; i++) {
        Module *module = p->modules.at[i];
        release_tls(p, module);
        unmap_module(p, module);
        Arena arena = module->arena; // the record itself lies in it
        arena_free(&arena);
    }
    arena_free(&p->arena);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size) {
    static Process *p, *fresh; // always at the same place: lists in it point to it
    if (!p) {
        p = new_process();
        fresh = malloc(sizeof *fresh);
        FUZZ_CHECK(fresh);
        *fresh = *p;
    }
    Str image = {data, size};
    for (int check = 1; check >= 0; check--) {
        *p = *fresh;
        p->arena = (Arena){0};
        const char *path = fuzz_file(&p->arena, "fuzz.exe", image);
        choose_options(&p->options, image, check);
        bool loads = load(p, path) && p->program->pe.machine == HOST_MACHINE &&
                     !(p->program->pe.characteristics & IMAGE_FILE_DLL);
        unload(p);
        if (!loads) break;
    }
    return 0;
}
