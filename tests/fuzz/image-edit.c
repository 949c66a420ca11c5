// image-edit.c - `mylink /EDIT`: an image is changed in every way there is, and must still be one that pe_open accepts.
#include "../../linker/edit.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size) {
    if (!size) return 0; // no file to be read back
    Arena a = {0};
    PeImage pe;
    Message m = {0};
    FileIdentity id;
    Str bytes;
    char *path = (char *)(uintptr_t)fuzz_file(&a, "fuzz.exe", (Str){data, size});
    char *argv[] = {"/EDIT",
                    "/nologo",
                    "/rebase:base=0x20000000",
                    "/stack:65536,4096",
                    "/section:.text=text,erw",
                    "/release",
                    "/largeaddressaware",
                    path};
    bool was_image = pe_open(&pe, &a, (Str){data, size}, STR("before"), &m);
    int code = edit_command(sizeof argv / sizeof *argv, argv);
    FUZZ_CHECK(code == 0 || code == 1);
    FUZZ_CHECK(file_read(&a, path, &bytes, &id, &m));
    FUZZ_CHECK(bytes.n == size);
    FUZZ_CHECK(!was_image || pe_open(&pe, &a, bytes, STR("after"), &m));
    FUZZ_CHECK(was_image || code == 1);
    FUZZ_CHECK(code == 0 || memcmp(bytes.p, data, size) == 0); // an error leaves the file as it was
    arena_free(&a);
    return 0;
}
