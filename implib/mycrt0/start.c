// start.c - mainCRTStartup: from the loader's call to main(argc, argv).
//
//      "C:\my app\a.exe" one "two three" \"four   ->   argv: C:\my app\a.exe | one | two three | "four | NULL
//
// Windows hands a program its command line as one string. Splitting it is every program's own business; the rules are
// those of Microsoft's run-time library: quotes keep blanks together, \" is a quote, 2n backslashes before a quote are n.
// Nothing else is started here: no streams, no locale, and constructors of C++ objects as far as initializers.c goes.
#include "mycrt0.h"

__declspec(dllimport) char *WINAPI GetCommandLineA(void);
__declspec(dllimport) void *WINAPI GetProcessHeap(void);
__declspec(dllimport) void *WINAPI HeapAlloc(void *heap, u32 flags, size_t size);
__declspec(dllimport) void WINAPI ExitProcess(u32 code);
__asm__(".section .drectve,\"yn\"\n\t.ascii \" -defaultlib:kernel32.lib \"\n\t.text\n");

int main(int argc, char **argv, char **environment);

static int is_blank(char c) { return c == ' ' || c == '\t'; }

// Copies one argument to *to and ends it with 0. Where the next one may begin.
static const char *copy_argument(const char *p, char **to) {
    int quoted = 0;
    for (;;) {
        unsigned slashes = 0;
        while (*p == '\\') p++, slashes++;
        int is_quote = *p == '"';
        for (unsigned i = 0; i < (is_quote ? slashes / 2 : slashes); i++) *(*to)++ = '\\';
        if (is_quote && slashes % 2 == 0) {
            quoted = !quoted;
            p++;
        } else if (!*p || (is_blank(*p) && !quoted)) {
            *(*to)++ = 0;
            return p;
        } else {
            *(*to)++ = *p++;
        }
    }
}

// The first word, the program's path, knows quotes but no backslashes.
static const char *copy_program(const char *p, char **to) {
    int quoted = 0;
    for (; *p && (quoted || !is_blank(*p)); p++) {
        if (*p == '"') quoted = !quoted;
        else *(*to)++ = *p;
    }
    *(*to)++ = 0;
    return p;
}

void mainCRTStartup(void) {
    const char *p = GetCommandLineA();
    size_t n = 0;
    while (p[n]) n++;
    // n + 1 bytes of text are enough, and there are at most n / 2 + 1 arguments.
    char **argv = HeapAlloc(GetProcessHeap(), 0, (n / 2 + 2) * sizeof *argv + n + 1);
    if (!argv) ExitProcess(255);
    char *text = (char *)(argv + n / 2 + 2);
    int argc = 0;
    argv[argc++] = text;
    p = copy_program(p, &text);
    for (;;) {
        while (is_blank(*p)) p++;
        if (!*p) break;
        argv[argc++] = text;
        p = copy_argument(p, &text);
    }
    argv[argc] = 0;
    __mycrt0_run_initializers();
    ExitProcess((u32)main(argc, argv, 0));
}

// gcc calls this at the beginning of main(); the constructors have run.
void __main(void) {}
