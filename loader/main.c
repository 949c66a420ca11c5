// main.c - myload: runs a Windows program on Linux, inside its own process, and shows how loading works.
//
// A Windows image holds machine code that any x64 processor runs, Linux or not. What it lacks here is what Windows does
// before and around it: putting the image's sections at their addresses, finding the DLLs it names, filling its import
// address tables, calling the DLLs' entry points, and being there when it calls the system. The first four are a
// loader; the last is the part of kernel32, msvcrt and others that is built into myload.
//
//      myload prog.exe
//        |
//        |-- load_program    search (search.c), map (map.c, section_object.c), rebase (rebase.c),
//        |                   bind (bind.c); again for each DLL that turns up
//        |-- start_modules   TLS callbacks, DllMain of each DLL (modules.c, tls.c)
//        `-- entry point     the program runs; its calls land in winapi_*.c and crt_*.c (through builtin.c)
//
// There is no emulation and no second process: a call of WriteFile in the image is a jump to a C function here. That
// also means: myload is no sandbox. The program can do whatever the user who started it can do.
//
// With --check nothing is mapped or run: the same search and the same resolving of names are done as a rehearsal.
#include "winapi.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char manual[] =
    "usage: myload [options] program.exe [arguments]\n"
    "\n"
    "Runs a Windows program, for " HOST_MACHINE_NAME
    " by itself, for other machines by the myload-x86 or myload-arm64 beside\n"
    "it. Standard output and the exit code are the program's; what myload says goes to standard error.\n"
    "\n"
    "  --trace           tell each step: search, map, rebase, bind, start; and counts, TLS and threads\n"
    "  --maps            tell, page by page, what is shared with other processes and what became a private copy,\n"
    "                    after mapping, relocation, binding and at the end, as the kernel says (/proc/self/pagemap)\n"
    "  --check           rehearse: search and resolve everything without running; name the first thing that would\n"
    "                    fail, exit code 1\n"
    "  --base ADDR       load the program at this address instead of its preferred one (multiple of 0x10000)\n"
    "  --aslr SEED       choose bases of images marked DYNAMIC_BASE at random; a number, the same number gives the "
    "same bases\n"
    "  --search ORDER    safe: current folder after the system's folders (default); legacy: right after the program's "
    "folder\n"
    "  --windows FOLDER  this folder plays C:\\windows: DLLs in FOLDER/system32 are in the system folder\n"
    "  --help, --version\n"
    "\n"
    "Options may also be written --base=ADDR. Options end at the program's name; everything after it is the "
    "program's.\n"
    "\n"
    "Files: drive Z: is the root folder of this machine, C:\\windows\\system32 holds the built-in DLLs: kernel32, "
    "ntdll, msvcrt,\n"
    "ucrtbase, vcruntime140, user32 and others. A function that Windows has and myload has not can be imported; "
    "calling it\n"
    "ends the program with a message that names it.\n"
    "\n"
    "Exit code: the program's, of which Linux keeps the low 8 bits. A program that could not start, or that crashed, "
    "ends with\n"
    "the low byte of the Windows status: 53 (0xC0000135) DLL not found, 57 (0xC0000139) function not found, 56 "
    "(0xC0000138)\n"
    "ordinal not found, 123 (0xC000007B) not a valid image, 66 (0xC0000142) a DllMain refused, 24 (0xC0000018) its "
    "base\n"
    "is taken and it cannot move, 5 (0xC0000005) access violation, 2 (0xC0000002) a function that is not built in.\n"
    "1: wrong use of myload itself, or --check found something.\n"
    "\n"
    "Images are mapped from objects in /dev/shm/myload-UID (or /tmp), so that processes share their pages. The last "
    "process\n"
    "that uses an object removes it; after a kill -9 it goes with the next run.\n"
    "\n"
    "myload is no sandbox: the program runs with all rights of the user who starts it.\n";

static _Noreturn void usage_error(const char *what, const char *which) {
    fprintf(stderr, "MYLOAD : error: %s%s\n  do:    myload --help\n", what, which);
    exit(1);
}

// ---- Options: --name VALUE or --name=VALUE

typedef struct {
    int argc, next;
    char **argv;
} Arguments;

// True when the next argument is option `name`; then *value is its value. Both forms are taken.
static bool take_value(Arguments *args, const char *name, const char **value) {
    const char *arg = args->argv[args->next];
    size_t n = strlen(name);
    if (strncmp(arg, name, n) != 0 || (arg[n] != 0 && arg[n] != '=')) return false;
    args->next++;
    if (arg[n] == '=') {
        *value = arg + n + 1;
        return true;
    }
    if (args->next == args->argc) usage_error("a value is missing after ", name);
    *value = args->argv[args->next++];
    return true;
}

static bool take_flag(Arguments *args, const char *name, bool *flag) {
    if (strcmp(args->argv[args->next], name) != 0) return false;
    args->next++;
    return *flag = true;
}

static u64 number_of(const char *text, const char *option) {
    char *end;
    u64 value = strtoull(text, &end, 0);
    if (end == text || *end || *text == '-') usage_error("not a number: ", option);
    return value;
}

static void read_option(Arguments *args, LoaderOptions *o) {
    const char *value;
    bool help = false, version = false;
    if (take_flag(args, "--help", &help)) {
        fputs(manual, stdout);
        exit(fflush(stdout) != 0);
    }
    if (take_flag(args, "--version", &version)) {
        printf("myload %s, runs Windows %s images\n", MYLINK_VERSION, HOST_MACHINE_NAME);
        exit(fflush(stdout) != 0);
    }
    if (take_flag(args, "--trace", &o->trace) || take_flag(args, "--maps", &o->maps) ||
        take_flag(args, "--check", &o->check))
        return;
    if (take_value(args, "--base", &value)) {
        o->has_base = true;
        o->base = number_of(value, value);
        if (!o->base || o->base % ALLOCATION_GRANULARITY) usage_error("--base must be a multiple of 0x10000: ", value);
    } else if (take_value(args, "--aslr", &value)) {
        o->has_aslr = true;
        o->aslr_seed = number_of(value, value);
    } else if (take_value(args, "--search", &value)) {
        if (strcmp(value, "safe") != 0 && strcmp(value, "legacy") != 0)
            usage_error("--search is safe or legacy, not ", value);
        o->search = strcmp(value, "legacy") == 0 ? SEARCH_LEGACY : SEARCH_SAFE;
    } else if (take_value(args, "--windows", &value)) {
        o->windows_folder = value;
    } else {
        usage_error("unknown option ", args->argv[args->next]);
    }
}

// Returns the index of the program's name in argv.
static int read_options(int argc, char **argv, LoaderOptions *o) {
    Arguments args = {argc, 1, argv};
    while (args.next < argc && argv[args.next][0] == '-') {
        if (strcmp(argv[args.next], "--") == 0) {
            args.next++;
            break;
        }
        read_option(&args, o);
    }
    if (args.next >= argc) usage_error("no program given", "");
    return args.next;
}

// ---- The run

// The linker's error numbers, which readers of images give, mean nothing to somebody who runs a program.
static int report_failure(Process *p, const LoadError *e) {
    Message m = e->message;
    m.code = 0;
    diag_report(&p->diag, &m);
    for (u32 i = 0; i < p->modules.count; i++) section_object_close(&p->modules.at[i]->object);
    return p->options.check ? 1 : (int)(e->status & 0xff);
}

// Delay-loaded DLLs are looked for when their first function is called. One that is missing does not stop the start.
static void list_delay_loaded(Process *p, const Module *module) {
    u32 idx = 0;
    PeDelayDll dll;
    Message m = {0};
    while (pe_next_delay_dll(&module->pe, &idx, &dll, &p->arena, &m)) {
        Found found;
        Str tried;
        bool there = search_dll(p, &p->arena, dll.dll, 0, (Str){0}, &found, &tried);
        printf("  %-20s delay-loaded by %.*s%s\n", printable(&p->arena, dll.dll), STR_ARG(module->name),
               there ? "" : ": not found, a call would fail");
    }
    if (m.text.n) diag_report(&p->diag, &m);
}

static int check_program(Process *p, const char *path) {
    LoadError e = {0};
    if (!load_program(p, path, &e)) return report_failure(p, &e);
    printf("%.*s: would start; everything it imports is there (%u modules)\n", STR_ARG(p->program->name),
           p->modules.count);
    for (u32 i = 0; i < p->modules.count; i++) {
        const Module *module = p->modules.at[i];
        printf("  %-20s %s\n", printable(&p->arena, module->name),
               module->builtin ? "built into myload" : printable(&p->arena, module->path));
    }
    for (u32 i = 0; i < p->modules.count; i++)
        if (!p->modules.at[i]->builtin) list_delay_loaded(p, p->modules.at[i]);
    return fflush(stdout) != 0;
}

//> run-program
// The first thread's own code: what Windows' LdrInitializeThunk and BaseThreadInitThunk do.
static u32 run_program(Thread *thread, void *unused) {
    (void)unused;
    Process *p = thread->process;
    LoadError e = {0};
    thread->counts_as_attached = true;
    pthread_mutex_lock(&p->loader_lock);
    bool started = start_modules(p, p->program, true, &e);
    pthread_mutex_unlock(&p->loader_lock);
    if (!started) end_host_process(p, (u32)report_failure(p, &e));
    p->is_running = true;
    u32 entry_rva = p->program->pe.opt.entry_rva;
    u8 *entry = module_at(p->program, entry_rva, 1);
    trace(p, "start", "%.*s: entry point %p (RVA 0x%x) on thread %u", STR_ARG(p->program->name), (void *)entry, entry_rva,
          thread->id);
    u32 exit_code = (u32)call_image(entry, (uintptr_t)p->peb, 0, 0);
    trace(p, "end", "the entry point has returned %u: its thread ends", exit_code);
    return exit_code;
}
//< run-program

// A file opened later must not become standard output.
static void keep_standard_descriptors(void) {
    int fd;
    do fd = open("/dev/null", O_RDWR);
    while (fd >= 0 && fd < 3);
    if (fd >= 0) close(fd);
}

static void out_of_memory(void *context, u64 size) {
    (void)context;
    fprintf(stderr, "MYLOAD : error: out of memory: %llu bytes more were needed\n", (unsigned long long)size);
    _exit(1);
}

int main(int argc, char **argv) {
    keep_standard_descriptors();
    limit_address_space();
    Process *p = calloc(1, sizeof *p);
    if (!p) return 1;
    p->arena.out_of_memory = out_of_memory;
    p->diag = (Diag){.tool = "MYLOAD", .arena = &p->arena, .explain = true};
    int program = read_options(argc, argv, &p->options);
    int relayed = relay_to_other_machine(p, argc, argv, argv[program]);
    if (relayed >= 0) return relayed;
    if (!create_peb(p) || !create_win_state(p, argc - program, argv + program)) out_of_memory(NULL, 0);
    if (p->options.check) return check_program(p, argv[program]);

    LoadError e = {0};
    if (!load_program(p, argv[program], &e)) return report_failure(p, &e);
    // From here on every module that is needed at the start is mapped, relocated and bound; nothing has run yet.
    p->peb->image_base = p->program->base;
    if (!create_process_parameters(p)) out_of_memory(NULL, 0);
    watch_for_crashes(p);
    Thread *thread = create_thread(p, p->program->pe.opt.stack_reserve, run_program, NULL);
    if (!thread || !run_thread(thread)) out_of_memory(NULL, p->program->pe.opt.stack_reserve);
    for (;;) pause(); // whichever thread is the last ends the process
}
