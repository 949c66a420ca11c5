// winapi.h - what the built-in functions share: Windows' types and constants, handles, and the state of one process.
//
// Each winapi_*.c file holds the functions of one subject and ends with the table that gives them their Windows names.
// A function takes what Windows documents and answers as Windows documents: a BOOL or a handle, and GetLastError() for
// the reason. "A" functions take UTF-8, "W" functions UTF-16; one of each pair converts and calls the other.
//
//      static BOOL WINAPI win_Name(...)      one built-in function
//      FN(Name)                              its line in the table
#ifndef LOADER_WINAPI_H
#define LOADER_WINAPI_H

#include "loader.h"

typedef i32 BOOL;
typedef u32 DWORD;
typedef void *HANDLE;
typedef u16 WCHAR;
typedef uintptr_t SIZE_T;

typedef struct {
    u32 low, high;
} FileTime; // 100 ns since 1 January 1601

#define FN(name)                                                                                                       \
    { #name, (AnyFunction)win_##name, CALL_PLAIN }
#define FN_AS(name, function)                                                                                          \
    { name, (AnyFunction)function, CALL_PLAIN }
#define FN_VARIADIC(name)                                                                                              \
    { #name, (AnyFunction)win_##name, CALL_VARIADIC }
#define FN_DIRECT(name, function)                                                                                      \
    { name, (AnyFunction)function, CALL_DIRECT }
#define INVALID_HANDLE ((HANDLE)(intptr_t)-1)

enum { FALSE = 0, TRUE = 1 };

enum { // GetLastError
    ERROR_SUCCESS = 0,
    ERROR_INVALID_FUNCTION = 1,
    ERROR_FILE_NOT_FOUND = 2,
    ERROR_PATH_NOT_FOUND = 3,
    ERROR_TOO_MANY_OPEN_FILES = 4,
    ERROR_ACCESS_DENIED = 5,
    ERROR_INVALID_HANDLE = 6,
    ERROR_NOT_ENOUGH_MEMORY = 8,
    ERROR_NO_MORE_FILES = 18,
    ERROR_SHARING_VIOLATION = 32,
    ERROR_LOCK_VIOLATION = 33,
    ERROR_HANDLE_EOF = 38,
    ERROR_NOT_SUPPORTED = 50,
    ERROR_FILE_EXISTS = 80,
    ERROR_INVALID_PARAMETER = 87,
    ERROR_BROKEN_PIPE = 109,
    ERROR_DISK_FULL = 112,
    ERROR_INSUFFICIENT_BUFFER = 122,
    ERROR_MOD_NOT_FOUND = 126,
    ERROR_PROC_NOT_FOUND = 127,
    ERROR_NEGATIVE_SEEK = 131,
    ERROR_DIR_NOT_EMPTY = 145,
    ERROR_INVALID_ORDINAL = 182,
    ERROR_ALREADY_EXISTS = 183,
    ERROR_BAD_EXE_FORMAT = 193,
    ERROR_ENVVAR_NOT_FOUND = 203,
    ERROR_NO_DATA = 232,
    ERROR_DIRECTORY = 267,
    ERROR_NOT_OWNER = 288,
    ERROR_TOO_MANY_POSTS = 298,
    ERROR_INVALID_ADDRESS = 487,
    ERROR_NO_UNICODE_TRANSLATION = 1113,
    ERROR_DLL_INIT_FAILED = 1114,
    ERROR_TIMEOUT = 1460,
};

static inline void set_last_error(u32 code) { current_thread()->teb.head.last_error = code; }
static inline BOOL fail(u32 code) {
    set_last_error(code);
    return FALSE;
}
u32 error_of_errno(int error); // winapi_file.c
static inline u32 error_of_load(const LoadError *e) {
    switch ((int)e->status) {
    case STATUS_DLL_NOT_FOUND: return ERROR_MOD_NOT_FOUND;
    case STATUS_ENTRYPOINT_NOT_FOUND: return ERROR_PROC_NOT_FOUND;
    case STATUS_ORDINAL_NOT_FOUND: return ERROR_INVALID_ORDINAL;
    case STATUS_DLL_INIT_FAILED: return ERROR_DLL_INIT_FAILED;
    case STATUS_NO_MEMORY: return ERROR_NOT_ENOUGH_MEMORY;
    default: return ERROR_BAD_EXE_FORMAT;
    }
}

// ---- Handles: small numbers that stand for objects. Several handles may stand for one object.

typedef enum {
    OBJECT_FILE,
    OBJECT_EVENT,
    OBJECT_MUTEX,
    OBJECT_SEMAPHORE,
    OBJECT_THREAD,
    OBJECT_PROCESS,
    OBJECT_FIND,
    OBJECT_MAPPING,
    OBJECT_TIMER,
} ObjectKind;

typedef struct Object {
    ObjectKind kind;
    u32 references;
    char *name; // of a named event, mutex, semaphore or mapping; malloc'ed
    struct Object *next_named;

    // What waiting looks at, under WinState.lock. Threads and the process are signalled when they have ended.
    bool is_signalled, manual_reset;
    i32 count, maximum; // semaphore
    Thread *owner;      // mutex
    u32 recursion;
    bool is_abandoned;
    u64 due, period; // timer: nanoseconds of the monotonic clock; 0: not set

    u32 exit_code, id; // thread, process
    bool is_suspended; // thread created suspended and not resumed yet
    Thread *thread;    // NULL when it has ended

    int fd;       // file, mapping
    bool keep_fd; // standard input, output and error are not ours to close
    bool delete_on_close;
    char *path; // malloc'ed
    u64 size;   // mapping
    u32 access; // mapping: PAGE_*
    struct FindState *find;
} Object;

HANDLE new_handle(Process *p, Object *object); // takes over one reference; NULL when memory is short
// The object behind a handle, with a reference that the caller gives back by release_object; NULL (and
// ERROR_INVALID_HANDLE) when there is none of this kind. kind -1: any.
Object *object_of(HANDLE handle, int kind);
Object *new_object(ObjectKind kind);
void release_object(Object *object);
BOOL close_handle(Process *p, HANDLE handle);
int fd_of(HANDLE handle); // of a file; -1 and ERROR_INVALID_HANDLE otherwise

// ---- State

enum { MAX_VECTORED_HANDLERS = 64 };

typedef struct Allocation { // one VirtualAlloc reservation
    struct Allocation *next;
    u8 *base;
    u64 size;
    bool is_view; // MapViewOfFile
} Allocation;

typedef void(WINAPI *FlsCallback)(void *);

typedef struct WinState {
    pthread_mutex_t lock;   // handles, waitable objects, environment, TLS indexes, allocations
    pthread_cond_t changed; // something became signalled
    Object **handles;
    u32 handle_count;
    Object *named;
    HANDLE standard[3]; // input, output, error
    Object *process_object;

    char **environment; // "NAME=value", malloc'ed, in the order of the host's
    u32 environment_count;
    char *command_line;
    WCHAR *command_line_w;

    u8 tls_used[TLS_SLOTS + TLS_EXPANSION_SLOTS];
    u8 fls_used[FLS_SLOTS];
    FlsCallback fls_callbacks[FLS_SLOTS];

    Allocation *allocations;
    void *unhandled_filter; // SetUnhandledExceptionFilter
    void *vectored[MAX_VECTORED_HANDLERS];
    u32 vectored_count;
    u32 next_thread_id;
    u32 console_output_cp, console_input_cp, error_mode;
    u64 start_time;            // nanoseconds of the monotonic clock
    pthread_mutex_t list_lock; // SLists
} WinState;

bool create_win_state(Process *p, int argc, char **argv);
u64 monotonic_nanoseconds(void);
FileTime file_time_of(u64 seconds, u64 nanoseconds); // of Unix time
u64 unix_nanoseconds_of(FileTime t);

// Wakes whoever waits for something: an object's state has changed. Under WinState.lock.
static inline void objects_changed(Process *p) { pthread_cond_broadcast(&p->win->changed); }
Object *thread_object(Thread *thread);                        // makes it when it is first asked for
void thread_ended(Process *p, Thread *thread, u32 exit_code); // signals it, abandons its mutexes

// Bytes to and from a file descriptor, all of them. -1 on failure with errno.
i64 write_fd(int fd, const void *bytes, u64 n);

// Copies text with its NUL into a buffer of `capacity` units as the Get... functions do: returns the length without
// the NUL, or the needed size with it when the buffer is too small.
DWORD give_text(Str text, char *to, DWORD capacity);
DWORD give_text_w(Str text, WCHAR *to, DWORD capacity);

Module *module_of_handle(Process *p, void *handle); // NULL handle: the program

// winapi_memory.c: pieces of the heap, 16-byte aligned. malloc() of the C run-time is the same heap.
void *heap_alloc(u64 size, bool zero);
void *heap_realloc(void *piece, u64 size, bool zero);
void heap_free(void *piece);
u64 heap_size(const void *piece);

// winapi_thread.c: CreateThread
HANDLE start_thread(u64 stack_size, void *function, void *argument, u32 flags, u32 *id);

BOOL WINAPI win_SetEnvironmentVariableA(const char *name, const char *value);
void flush_crt(Process *p); // crt_startup.c: at the very end

// ---- The tables of functions

extern const BuiltinFunction file_functions[], console_functions[], memory_functions[], string_functions[],
    time_functions[], module_functions[], thread_functions[], sync_functions[], env_functions[], error_functions[],
    find_functions[], exception_functions[], machine_exception_functions[], ntdll_functions[], user_functions[],
    advapi_functions[], shell_functions[], bcrypt_functions[], userenv_functions[], ntdll_sync_functions[];
extern const BuiltinFunction resource_functions[], resource_user_functions[];

#define WIN_KERNEL_GROUPS                                                                                              \
    {file_functions, false}, {console_functions, false}, {memory_functions, false}, {string_functions, false},         \
        {time_functions, false}, {module_functions, false}, {thread_functions, false}, {sync_functions, false},        \
        {env_functions, false}, {error_functions, false}, {find_functions, false}, {exception_functions, false},       \
        {machine_exception_functions, true}, {resource_functions, false}, {                                            \
        0                                                                                                              \
    }

#endif
