// image-edit.c - `mylink /EDIT`: an image is changed in every way there is, and must still be one that pe_open accepts.
//
// Which ways these are the image says itself, in words of its DOS header that nobody reads.
#include "../../linker/edit.h"
#include "fuzz.h"

enum { MOST_OPTIONS = 32, RESERVED_OFF = 0x28 }; // e_res2, ten words

// Bit N of the first four bytes there: option N. Without any: four that change the most.
static int choose_options(Str image, char **argv) {
    static const char *const choices[MOST_OPTIONS] = {
        "/rebase:base=0x20000000",
        "/stack:65536,4096",
        "/section:.text=text,erw",
        "/release",
        "/largeaddressaware",
        "/rebase:base=0x7ffffff0000,down",
        "/heap:65536,1",
        "/version:1,2",
        "/subsystem:windows,6.1",
        "/swaprun:net,!cd",
        "/dynamicbase:no",
        "/highentropyva",
        "/tsaware",
        "/nxcompat:no",
        "/section:.data,!w",
        "/explain",
        "/errorformat:json",
        "/heap:0xffffffffffff",
        "/stack:0xffffffffffffffff",
        "/section:.rdata=a_long_name",
        "/subsystem:console",
        "/largeaddressaware:no",
        "/dynamicbase",
        "/appcontainer",
        "/integritycheck",
        "/rebase:base=0xffff0000",
        "/section:,rw",
        "/allowbind:no",
        "/wrong",
        "/stack",
        "/section:.text,d",
        "/rebase",
    };
    u32 bits = image.n >= RESERVED_OFF + 4 ? load32(image.p + RESERVED_OFF) : 0;
    int count = 0;
    if (!bits) bits = 0x1f;
    for (u32 i = 0; i < MOST_OPTIONS; i++)
        if (bits >> i & 1) argv[count++] = (char *)(uintptr_t)choices[i];
    return count;
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size) {
    if (!size) return 0; // no file to be read back
    Arena a = {0};
    PeImage pe;
    Message m = {0};
    FileIdentity id;
    Str bytes;
    char *path = (char *)(uintptr_t)fuzz_file(&a, "fuzz.exe", (Str){data, size});
    char *argv[MOST_OPTIONS + 3] = {"/EDIT", "/nologo"};
    int argc = 2 + choose_options((Str){data, size}, argv + 2);
    argv[argc++] = path;
    bool was_image = pe_open(&pe, &a, (Str){data, size}, STR("before"), &m);
    int code = edit_command(argc, argv);
    FUZZ_CHECK(code == 0 || code == 1);
    FUZZ_CHECK(file_read(&a, path, &bytes, &id, &m));
    FUZZ_CHECK(bytes.n == size);
    FUZZ_CHECK(!was_image || pe_open(&pe, &a, bytes, STR("after"), &m));
    FUZZ_CHECK(was_image || code == 1);
    FUZZ_CHECK(code == 0 || memcmp(bytes.p, data, size) == 0); // an error leaves the file as it was
    arena_free(&a);
    return 0;
}
