// hello.c - a program for the firmware: there is no Windows and no kernel32 below it, only a table of functions that it is given.
typedef unsigned short CHAR16;
typedef __UINTPTR_TYPE__ UINTN; // as wide as a pointer

typedef struct TextOutput {
    void *reset;
    UINTN (*output_string)(struct TextOutput *self, const CHAR16 *text);
} TextOutput;

typedef struct {
    char header[24];
    void *others[10];
    void (*reset_system)(int kind, UINTN status, UINTN size, const void *data);
} RuntimeServices;

typedef struct {
    char header[24];
    const CHAR16 *vendor;
    unsigned revision;
    void *in_handle, *in, *out_handle;
    TextOutput *out;
    void *error_handle, *error;
    RuntimeServices *runtime;
} SystemTable;

// Pointers: the firmware loads the image where it has room, and corrects these.
static const CHAR16 *const lines[] = {u"Hello from an EFI program.\r\n", u"Its pointers were corrected.\r\n"};

UINTN efi_main(void *image, SystemTable *system) {
    (void)image;
    for (int i = 0; i < 2; i++) system->out->output_string(system->out, lines[i]);
    system->runtime->reset_system(2, 0, 0, 0); // 2: switch the machine off
    return 0;
}
