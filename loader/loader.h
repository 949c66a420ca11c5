// loader.h - the records that a running Windows program consists of, and what each file of the loader does with them.
//
//      Process ---- modules[]      images in the order they were found; the program is the first
//        |            |  PeImage   the file's bytes, checked (objfmt/pe.h); all tables are read from here
//        |            |  base      where its pages lie in memory; only bytes that run or get patched are touched there
//        |            `  needs[]   the modules it imports from
//        |---- threads             each begins with the TEB that Windows code finds through a register
//        `---- handles, heap, environment, C run-time state: what the built-in functions need
//
// An image goes through five steps, one file each, and every step tells what it does under --trace:
//
//      1 search.c     which file is meant by a name?         search_dll
//      2 map.c        put its sections at their addresses    map_module     (pages come from section_object.c)
//      3 rebase.c     another address than the preferred one choose_base, rebase_module
//      4 bind.c       fill the import address tables         bind_module, resolve_export
//      5 modules.c    entry points, threads, counts          start_modules, load_library, free_library ...
#ifndef LOADER_LOADER_H
#define LOADER_LOADER_H

#include "../objfmt/file.h"
#include "abi.h"

#include <pthread.h>
#include <setjmp.h>

typedef struct Process Process;
typedef struct Module Module;
typedef struct Thread Thread;
typedef struct BuiltinDll BuiltinDll;

enum { PAGE_SIZE = 4096, ALLOCATION_GRANULARITY = 0x10000, NO_TLS_INDEX = -1, MAX_TLS_MODULES = 1024 };

// ---- Status values: how Windows names the ways a start can fail. myload's exit code is the low byte.

enum {
    STATUS_NOT_IMPLEMENTED = (int)0xC0000002,
    STATUS_ACCESS_VIOLATION = (int)0xC0000005,
    STATUS_CONFLICTING_ADDRESSES = (int)0xC0000018,
    STATUS_INVALID_IMAGE_FORMAT = (int)0xC000007B,
    STATUS_NO_MEMORY = (int)0xC0000017,
    STATUS_DLL_NOT_FOUND = (int)0xC0000135,
    STATUS_ORDINAL_NOT_FOUND = (int)0xC0000138,
    STATUS_ENTRYPOINT_NOT_FOUND = (int)0xC0000139,
    STATUS_DLL_INIT_FAILED = (int)0xC0000142,
};

// Why something could not be loaded. The message's text is what Windows says, its `why` the reason that Windows keeps.
typedef struct {
    u32 status;
    Message message;
} LoadError;

// ---- Options of the command line

typedef enum { SEARCH_SAFE, SEARCH_LEGACY } SearchMode;

typedef struct {
    bool trace, maps, check;
    bool has_base;
    u64 base; // for the program itself
    bool has_aslr;
    u64 aslr_seed;
    SearchMode search;
    const char *windows_folder; // a host folder that plays C:\windows; NULL: only built-in DLLs are there
} LoaderOptions;

// ---- Images

// The pages of an image, laid out once and shared by every process that maps it: see section_object.c.
typedef struct {
    int fd;           // -1: none
    u64 size;         // bytes of the image, whole pages
    const char *path; // NULL when it has no name: other processes cannot find it
    bool was_there;   // another process had made it
} SectionObject;

typedef struct {
    u32 rva, size;  // whole pages
    int protection; // PROT_*
    bool is_shared; // IMAGE_SCN_MEM_SHARED: one copy for all processes
    Str name;       // of the section; "headers" for the first
} MappedRange;

typedef struct {
    void *next, *previous;
} ListEntry; // LIST_ENTRY

typedef struct {
    u16 length, capacity; // bytes
    u16 *text;
} UnicodeString; // UNICODE_STRING

// What Windows keeps for each module and programs can reach through PEB.Ldr (LDR_DATA_TABLE_ENTRY).
typedef struct {
    ListEntry load_order, memory_order, init_order;
    void *base, *entry_point;
    u32 image_size;
    UnicodeString full_name, base_name;
    u32 flags;
    u16 load_count, tls_index;
    ListEntry hash_links;
    u32 time_stamp;
} LoaderEntry;

typedef ARRAY(Module *) ModuleArray;

struct Module {
    LoaderEntry entry; // first, so that a LoaderEntry * is a Module *
    Arena arena;       // everything below that has to go when the module goes
    Str name;          // "my_dll.dll"
    Str path;          // on this machine; empty for a built-in DLL
    Str windows_path;  // "Z:\home\me\my_dll.dll": what the program is told
    FileIdentity id;
    PeImage pe;
    PeExports exports;
    bool has_exports;
    const BuiltinDll *builtin; // NULL for files
    bool is_program;

    // step 2 and 3
    SectionObject object;
    u8 *base; // NULL while it is not mapped
    u64 size;
    MappedRange *ranges;
    u32 range_count;

    // step 4
    ModuleArray needs; // each once, in order of first use
    bool is_bound;

    // step 5
    bool is_started; // TLS callbacks and DllMain were called with DLL_PROCESS_ATTACH
    bool is_pinned;  // loaded at start, or pinned by GetModuleHandleEx: never unloaded
    bool thread_calls_off;
    u32 load_count;    // LoadLibrary calls not yet matched by FreeLibrary
    u32 serial;        // of its loading; never used twice
    bool is_marked;    // scratch for the walks over the graph
    bool is_data_file; // LoadLibraryEx only wanted to look at it: never run, and not what another LoadLibrary means
    bool is_dying, has_failed;
    PeTls tls;
    bool has_tls;
    int tls_index; // NO_TLS_INDEX without a TLS directory
};

// ---- Threads

typedef struct {
    u8 inherited_address_space, read_image_file_exec_options, being_debugged, bit_field;
    void *mutant;
    void *image_base;
    void *loader_data;        // LoaderData *
    void *process_parameters; // ProcessParameters *
    void *subsystem_data;
    void *process_heap;
    void *fast_lock;
    u8 rest[0x400];
} Peb;

typedef struct { // PEB_LDR_DATA
    u32 length;
    u8 initialized;
    void *handle;
    ListEntry load_order, memory_order, init_order;
} LoaderData;

typedef struct { // RTL_USER_PROCESS_PARAMETERS
    u32 maximum_length, length, flags, debug_flags;
    void *console_handle;
    u32 console_flags;
    void *standard_input, *standard_output, *standard_error;
    UnicodeString current_folder;
    void *current_folder_handle;
    UnicodeString dll_path, image_path, command_line;
    void *environment;
    u8 rest[0x400];
} ProcessParameters;

// Windows' thread block. Up to last_error the offsets follow from the size of a pointer (GS:[58h] on x64, FS:[2Ch] on
// x86 are `tls_pointer`); the later ones are fixed by abi.h.
typedef struct {
    void *exception_list;
    void *stack_base, *stack_limit; // the high and the low end
    void *subsystem_tib, *fiber_data, *arbitrary_pointer;
    void *self;
    void *environment;
    void *process_id, *thread_id;
    void *rpc_handle;
    void **tls_pointer; // one pointer per module with a TLS directory
    Peb *peb;
    u32 last_error;
} TebHead;

typedef union {
    TebHead head;
    struct {
        u8 before_deallocation_stack[TEB_DEALLOCATION_STACK];
        void *deallocation_stack;
    } a;
    struct {
        u8 before_tls_slots[TEB_TLS_SLOTS];
        void *tls_slots[64]; // TlsAlloc
    } b;
    struct {
        u8 before_expansion[TEB_TLS_EXPANSION_SLOTS];
        void **tls_expansion_slots; // 1024 more
    } c;
    u8 size[0x2000];
} Teb;

enum { TLS_SLOTS = 64, TLS_EXPANSION_SLOTS = 1024, FLS_SLOTS = 128 };

struct Thread {
    Teb teb; // first: the TEB register leads here
    Process *process;
    pthread_t host_thread;
    Thread *next; // Process.threads
    u32 id;
    struct Object *object; // what a handle to this thread refers to (winapi.h)
    u8 *stack, *alternate_stack;
    u64 stack_size;
    u32 (*start)(Thread *thread, void *argument);
    void *argument;
    jmp_buf leave; // ExitThread jumps here, to the bottom of the thread
    u32 exit_code;
    bool counts_as_attached; // its DLL_THREAD_ATTACH calls were made
    bool must_park;          // the process is ending: stop running the program's code
    void *fls_slots[FLS_SLOTS];
    void *tls_blocks[MAX_TLS_MODULES]; // what tls_pointer points to
    struct CrtThread *crt;             // crt.h
    void *seh_notes;                   // seh.c: the exceptions being handled
};

// The thread that runs; found through the TEB register. Valid on every thread that runs Windows code.
static inline Thread *current_thread(void) { return current_teb(); }
static inline Process *current_process(void) { return current_thread()->process; }

// ---- The process

struct Process {
    LoaderOptions options;
    Arena arena; // lives as long as the process; used under loader_lock
    Diag diag;
    Module *program;
    Str program_folder, program_path;
    ModuleArray modules;    // all, in the order they were found
    ModuleArray init_order; // started DLLs, dependencies first
    u32 builtin_count;
    bool tls_index_used[MAX_TLS_MODULES];

    pthread_mutex_t loader_lock; // recursive: DllMain may call LoadLibrary
    u32 next_serial;
    bool is_loading_program; // what is added now is pinned
    bool is_unloading;
    u32 load_flags; // of the LoadLibraryEx call that is being served
    Str load_folder;
    bool is_running; // the program's entry point has been reached
    bool is_ending;
    bool told_letters; // --maps has explained its letters
    u32 search_flags;  // SetDefaultDllDirectories
    Str dll_directory; // SetDllDirectory; .p == NULL: not set
    bool has_dll_directory;
    ARRAY(Str) user_directories; // AddDllDirectory

    Peb *peb;
    LoaderData loader_data;
    ProcessParameters parameters;
    Thread *threads;
    u32 thread_count;     // started and not yet at their end; atomic
    Thread *ended_thread; // waits for the next one to free it
    pthread_mutex_t threads_lock;

    struct WinState *win; // winapi.h: handles, environment, TLS slots, heap ...
    struct Crt *crt;      // crt.h: made when the first C run-time DLL is loaded
};

// ---- trace.c: what --trace prints, to standard error

void trace(Process *p, const char *step, const char *format, ...) __attribute__((format(printf, 3, 4)));
void trace_always(const char *step, const char *format, ...) __attribute__((format(printf, 2, 3))); // for --maps

// Fills *e; returns false. `windows_says` is the wording of Windows.
bool load_failed(Process *p, LoadError *e, u32 status, Str file, const char *windows_says, ...)
    __attribute__((format(printf, 5, 6)));

// ---- paths.c: Z:\ is this machine's root folder

// "Z:\a\b" -> "/a/b", "a\b" -> "a/b", "C:\windows\x" -> in --windows. Names that exist in another case are found.
Str host_path(const Process *p, Arena *a, Str path);
Str windows_path(const Process *p, Arena *a, Str host_path); // "/a/b" -> "Z:\a\b"; made absolute first
Str path_name(Str path);                                     // what follows the last / or '\'
Str path_folder(Str path);                                   // what stands before it; "." when there is none
Str absolute_path(Arena *a, Str path); // on the host, with "." and ".." and symbolic links resolved when it exists

// ---- search.c

enum { // LoadLibraryEx, SetDefaultDllDirectories
    DONT_RESOLVE_DLL_REFERENCES = 0x1,
    LOAD_LIBRARY_AS_DATAFILE = 0x2,
    LOAD_WITH_ALTERED_SEARCH_PATH = 0x8,
    LOAD_LIBRARY_AS_IMAGE_RESOURCE = 0x20,
    LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR = 0x100,
    LOAD_LIBRARY_SEARCH_APPLICATION_DIR = 0x200,
    LOAD_LIBRARY_SEARCH_USER_DIRS = 0x400,
    LOAD_LIBRARY_SEARCH_SYSTEM32 = 0x800,
    LOAD_LIBRARY_SEARCH_DEFAULT_DIRS = 0x1000,
};

typedef struct {
    Module *loaded;            // it is there already; else
    const BuiltinDll *builtin; // it is one of ours; else
    Str path;                  // the file
} Found;

// Finds the DLL that `name` means for a module of the process. `flags` are LoadLibraryEx's; `load_folder` is the host
// folder of the DLL given to LoadLibraryEx by its whole path, empty otherwise. On failure `*tried` lists the places.
bool search_dll(Process *p, Arena *a, Str name, u32 flags, Str load_folder, Found *found, Str *tried);

// The loaded module that `name` means; NULL when there is none. This is the lookup of GetModuleHandle.
Module *find_loaded(Process *p, Str name);

// ---- section_object.c

// Opens or makes the object that holds the image of the file `pe` was read from. False with *m filled on failure.
bool section_object_open(SectionObject *object, Arena *a, const PeImage *pe, Str path, Message *m);
// The last process to let go of an object removes it.
void section_object_close(SectionObject *object);

// ---- map.c

// Works out module->ranges and module->size from the headers. False when sections do not fit the image.
bool plan_ranges(Process *p, Module *module, LoadError *e);
// Maps the planned ranges at `base`, which is reserved. Uses module->object, or for a built-in DLL the bytes
// themselves.
bool map_ranges(Process *p, Module *module, LoadError *e);
bool map_module(Process *p, Module *module, LoadError *e); // plan, choose a base, map
void unmap_module(Process *p, Module *module);
// Lets the loader write to all pages of the module, and gives them their own protections back.
bool begin_patching(Process *p, Module *module, LoadError *e);
void end_patching(Process *p, Module *module);
// `n` mapped bytes at `rva`, within one range; NULL when there are none.
u8 *module_at(const Module *module, u64 rva, u64 n);
// The module whose image contains `address`; NULL when none does.
Module *module_of_address(Process *p, const void *address);

// ---- rebase.c

// Reserves module->size bytes for the module and sets module->base.
bool choose_base(Process *p, Module *module, LoadError *e);
// Applies the base relocations. Between begin_patching and end_patching.
bool rebase_module(Process *p, Module *module, LoadError *e);
bool check_relocs(Process *p, const Module *module, LoadError *e);

// ---- bind.c

typedef struct {
    Module *module;
    u32 rva;
} Target;

typedef struct {
    bool by_ordinal;
    u32 ordinal;
    bool has_hint;
    u32 hint;
    Str name;
    const Module *importer; // for messages; NULL for GetProcAddress
} Wanted;

// Finds an export, following forwarders; modules that forwarders name are loaded (not started).
bool resolve_export(Process *p, Module *exporter, const Wanted *wanted, Target *target, LoadError *e);
// Resolves every import of the module and, when it is mapped, writes the addresses. Between begin_ and end_patching.
bool bind_module(Process *p, Module *module, LoadError *e);

// ---- modules.c

// Loads the program and everything it needs, down to filled import tables. With options.check nothing is mapped.
bool load_program(Process *p, const char *path, LoadError *e);
// Adds one DLL found by search_dll to p->modules: read, checked, mapped and relocated. NULL with *e filled on failure.
Module *add_module(Process *p, const Found *found, LoadError *e);
// The module for `name`, loaded if necessary, as a dependency of `for_module`. Not started yet.
Module *need_module(Process *p, Module *for_module, Str name, LoadError *e);
// Calls TLS callbacks and DllMain of all modules not yet started, dependencies first.
bool start_modules(Process *p, Module *root, bool at_process_start, LoadError *e);
Module *load_library(Process *p, Str name, u32 flags, LoadError *e);
bool free_library(Process *p, Module *module);
void *find_procedure(Process *p, Module *module, const Wanted *wanted, LoadError *e); // GetProcAddress
u32 module_count(Process *p, const Module *module); // the reference count as Windows would show it
void thread_attach(Process *p);
void thread_detach(Process *p);
void process_detach(Process *p);

// ---- relay.c

// Starts the myload for the program's machine in place of this one. Returns -1 when this one is right, or the exit code when the
// other one cannot be started.
int relay_to_other_machine(Process *p, int argc, char **argv, const char *program);

// ---- tls.c

bool read_tls(Process *p, Module *module, LoadError *e);
// Gives the module an index and every running thread a copy of its data.
bool assign_tls(Process *p, Module *module, LoadError *e);
void release_tls(Process *p, Module *module);
bool create_thread_tls(Process *p, Thread *thread);
void free_thread_tls(Process *p, Thread *thread);
void call_tls_callbacks(Process *p, Module *module, u32 reason);

// ---- threads.c

enum { DLL_PROCESS_DETACH = 0, DLL_PROCESS_ATTACH = 1, DLL_THREAD_ATTACH = 2, DLL_THREAD_DETACH = 3 };

// Makes the PEB, and a thread record for a thread that does not run yet. NULL when memory is short.
bool create_peb(Process *p);
Thread *create_thread(Process *p, u64 stack_size, u32 (*start)(Thread *, void *), void *argument);
bool run_thread(Thread *thread);                         // starts it
_Noreturn void leave_thread(u32 exit_code);              // ExitThread
_Noreturn void leave_process(Process *p, u32 exit_code); // ExitProcess: detach calls, flush, exit
_Noreturn void end_host_process(Process *p,
                                u32 status); // no calls into the program any more; the exit code is status & 0xff
// Called by functions that may block or write: a thread of a process that is ending goes no further.
void park_if_ending(void);

// ---- crash.c

void watch_for_crashes(Process *p);       // for the process
bool prepare_crash_stack(Thread *thread); // for the calling thread
void free_crash_stack(Thread *thread);
// Says on standard error what ended the program. `detail` follows the status in words.
void report_crash(Process *p, u32 status, const void *at, const void *sp, const char *detail);
// winapi_exception.c: asks the program's handlers. True when one of them wants to go on with the changed context.
bool dispatch_crash(Process *p, u32 status, u64 fault_address, int access, void *host_context);
// "prog.exe+0x1234 (.text)" for an address; tells when it is in no module.
Str describe_address(Process *p, Arena *a, const void *address);

// ---- maps.c

// --maps: what the kernel says about each page of a module, or of all modules that came from files.
void report_pages_of(Process *p, const Module *module, const char *moment);
void report_pages(Process *p, const char *moment);

// ---- text.c: UTF-8 and UTF-16

// Converts and returns the number of u16 (bytes) that the whole text takes; writes at most `capacity` of them. What is
// not well formed becomes U+FFFD.
u32 utf8_to_utf16(Str s, u16 *to, u64 capacity);
u64 utf16_to_utf8(const u16 *from, u64 count, u8 *to, u64 capacity);
u64 utf16_length(const u16 *s); // up to the NUL
u16 *to_utf16(Arena *a, Str s); // NUL-terminated
Str from_utf16(Arena *a, const u16 *s);

// ---- crt_startup.c

bool create_crt(Process *p, u8 *variables); // when msvcrt.dll, whose variables these are, has been mapped
void free_crt_thread(Thread *thread);

// ---- winapi_env.c and winapi_thread.c

bool create_environment(Process *p, int argc, char **argv);
bool create_process_parameters(Process *p); // after the program is mapped
void call_fls_callbacks(Thread *thread);    // of the calling thread, which ends

// A variable of the program's environment; empty when it is not set. Names are compared without regard to case.
Str environment_value(Process *p, Arena *a, Str name);

// ---- builtin.c

typedef struct {
    const char *name; // NULL for an export without a name
    u32 ordinal;      // 0: any
    u32 bits;         // 64 or 32: only there on such machines; 0: on all
    bool is_data;
    const char *forward; // "NTDLL.RtlAllocateHeap"; NULL otherwise
} BuiltinName;

typedef void (*AnyFunction)(void);

typedef struct {
    const char *name;
    AnyFunction function;
    CallKind call;
} BuiltinFunction;

typedef struct {
    const char *name;
    u32 offset; // into the DLL's variables
} BuiltinVariable;

enum { BUILTIN_MAX_GROUPS = 16 };

// A row of functions that myload has, ended by a NULL name.
typedef struct {
    const BuiltinFunction *functions;
    bool only_listed; // offered only under names that the DLL's list has
} BuiltinGroup;

struct BuiltinDll {
    const char *name; // "kernel32.dll"
    u32 number;       // decides its address
    bool is_known;    // one of Windows' KnownDLLs: found before the program's folder is searched
    BuiltinGroup groups[BUILTIN_MAX_GROUPS];
    const char *needs;                // another built-in DLL that it cannot do without; NULL: none
    const BuiltinVariable *variables; // ended by a NULL name; NULL: none
    u32 variables_size;
};

// The list that a .def file of implib/defs gives, made by loader/names.awk at build time.
typedef struct {
    const char *dll;
    const BuiltinName *names;
    u32 count;
} BuiltinNames;
extern const BuiltinNames builtin_names[];
extern const u32 builtin_names_count;

const BuiltinDll *find_builtin(Str name); // without regard to case; NULL when there is none
// The DLL that an API set stands for ("api-ms-win-crt-stdio-l1-1-0.dll" -> "ucrtbase.dll"); empty when it is no API
// set.
Str api_set_host(Str name);
// A PE image, made in memory, that exports everything the DLL has. Its file offsets are its RVAs.
Str build_builtin_image(Process *p, Arena *a, const BuiltinDll *dll);
u8 *builtin_variables(const Module *module); // of a mapped built-in DLL

#endif
