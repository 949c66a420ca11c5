// crt.h - the C run-time library that Windows programs import (msvcrt.dll, ucrtbase.dll, vcruntime140.dll).
//
// Two generations share most functions. msvcrt.dll also exports variables, and programs know the size of its FILE; so
// its variables lie in the .data section of the built-in DLL, and the built-in ucrtbase.dll, which exports functions
// only, uses the same ones: it is in fact loaded with msvcrt.dll.
#ifndef LOADER_CRT_H
#define LOADER_CRT_H

#include "winapi.h"

typedef struct Stream Stream;

// FILE. getc() and putc() of old programs count in `count` themselves and call _filbuf or _flsbuf when it gets
// negative: it stays 0, so they always do.
typedef struct {
    char *next;
    i32 count;
    Stream *stream; // msvcrt: the buffer
    i32 flags;      // _IOREAD 1, _IOWRT 2, _IOEOF 16, _IOERR 32, _IORW 128
    i32 file;       // CRT file number
    i32 one_char, buffer_size;
    char *temporary_name;
} CrtFile;

_Static_assert(sizeof(CrtFile) == MSVCRT_FILE_SIZE, "FILE of msvcrt.dll");

enum { CRT_STREAMS = 20, CRT_FILES = 512, CRT_ATEXIT = 4096 };

typedef struct {
    CrtFile iob[CRT_STREAMS];
    char *acmdln, *pgmptr;
    WCHAR *wcmdln, *wpgmptr;
    char **environ, **initenv, **argv;
    WCHAR **wenviron, **winitenv, **wargv;
    i32 argc, fmode, commode, daylight, timezone, dst_bias, sys_nerr, mb_cur_max, app_type;
    u32 osplatform, osver, winver, winmajor, winminor;
    char *tzname[2];
    const u16 *pctype;
    double huge;
    u8 mbctype[257];
} CrtVariables;

extern const BuiltinVariable crt_variables[];

typedef void(WINCDECL *CrtFunction)(void);
typedef i32(WINCDECL *CrtFunctionInt)(void);

typedef struct { // one CRT file number
    HANDLE handle;
    bool is_open, is_text, is_append, at_end;
} CrtDescriptor;

struct CrtThread { // what each thread has of its own
    i32 error;
    u32 dos_error;
    u32 random;
    char *token; // strtok
    WCHAR *token_w;
    char text[128]; // strerror, asctime, tmpnam ...
    struct {
        i32 second, minute, hour, day, month, year, weekday, yearday, is_dst;
    } time;
};

typedef struct Crt {
    CrtVariables *variables;
    CrtDescriptor descriptors[CRT_FILES];
    Stream *streams;                    // all open ones
    pthread_mutex_t lock;               // streams, descriptors, atexit; recursive
    pthread_mutex_t numbered_locks[64]; // _lock(n); recursive
    CrtFunction atexit[CRT_ATEXIT];
    u32 atexit_count;
    void *signals[32];
    bool has_exited;
    void *invalid_parameter_handler;
} Crt;

static inline Crt *current_crt(void) { return current_process()->crt; }
void split_command_line(Arena *a, CrtVariables *v, Str line); // fills argc, argv, wargv
const u16 *make_class_table(void);                            // crt_string.c
struct CrtThread *crt_thread(void);                           // made when it is first needed
static inline void set_crt_error(i32 error) { crt_thread()->error = error; }
_Noreturn void crt_exit(i32 code);

// ---- crt_lowio.c: numbers of open files, text mode

i32 crt_open(Str windows_path, i32 flags, i32 mode);
i32 crt_close(i32 file);
i64 crt_write(i32 file, const void *bytes, u64 n); // bytes taken (before '\n' becomes "\r\n"), or -1
i64 crt_read(i32 file, void *to, u64 n);
i64 crt_seek(i32 file, i64 distance, i32 origin);
bool crt_is_terminal(i32 file);
void open_standard_files(Process *p, Crt *crt);

// ---- crt_stdio.c

void open_standard_streams(Crt *crt);
void flush_all_streams(Crt *crt);
i32 stream_get(CrtFile *file); // a byte, or -1
i32 stream_unget(i32 c, CrtFile *file);
bool stream_put(CrtFile *file, const void *bytes, u64 n);
void stream_written(CrtFile *file); // after one call's worth of output: flushes what is not buffered

// ---- crt_format.c: printf and scanf

typedef struct {
    bool is_wide;       // wprintf: %s is UTF-16 there, %S is not
    bool is_ucrt;       // two-digit exponents, standard meaning of %s in wide functions if asked for
    bool standard_wide; // _CRT_INTERNAL_PRINTF_STANDARD... : %s is narrow in wide functions, too
} FormatRules;

// The text, in UTF-8, that printf makes. `args` are Windows' slots.
void crt_format(Buffer *out, const char *format, WinArgs args, FormatRules rules);

typedef struct ScanSource {
    i32 (*get)(struct ScanSource *source); // next byte or -1
    void (*unget)(struct ScanSource *source, i32 c);
    CrtFile *file;
    Str text;
    size_t at;
} ScanSource;

i32 crt_scan(ScanSource *source, const char *format, WinArgs args, bool is_wide);

// ---- Tables

extern const BuiltinFunction crt_find_functions[], crt_startup_functions[], crt_lowio_functions[],
    crt_stdio_functions[], crt_string_functions[], crt_math_functions[], crt_time_functions[], machine_crt_functions[];

#define CRT_GROUPS                                                                                                     \
    {crt_startup_functions, true}, {crt_lowio_functions, true}, {crt_stdio_functions, true},                           \
        {crt_string_functions, true}, {crt_math_functions, true}, {crt_time_functions, true},                          \
        {crt_find_functions, true}, {machine_crt_functions, true}, {                                                   \
        0                                                                                                              \
    }

#define CRT(name)                                                                                                      \
    { #name, (AnyFunction)crt_##name, CALL_PLAIN }
#define CRT_AS(name, function)                                                                                         \
    { name, (AnyFunction)function, CALL_PLAIN }
#define CRT_VARIADIC(name)                                                                                             \
    { #name, (AnyFunction)crt_##name, CALL_VARIADIC }

#endif
