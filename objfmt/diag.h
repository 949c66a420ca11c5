// diag.h - what the programs say when something is wrong; the one place that writes to standard error.
//
// A message has one line in link.exe's form, which editors and build tools parse, and optional lines under it that help
// a person. They are shown when standard error is a terminal or /EXPLAIN is given:
//
//      a.obj : error LNK2019: unresolved external symbol CreateFileW referenced in function main
//        where: .text+0x1c
//        why:   no object or library on the command line defines it
//        do:    add kernel32.lib (it exports CreateFileW)
//        read:  tutorial, chapter 3 (Names: symbols and who wins); mylink /EXPLAIN:LNK2019
//
// The read: line and, for tools, the words for a message that came without why: and do: are from explain.c's table.
//
// Parsers do not print. They fill a Message and return false; the caller adds what it knows and reports it. That keeps
// a parser a function from bytes to a value, which a fuzzer can call and a worker thread can run.
#ifndef OBJFMT_DIAG_H
#define OBJFMT_DIAG_H

#include "arena.h"

typedef enum { MSG_NOTE, MSG_WARNING, MSG_ERROR, MSG_FATAL } MessageKind;

typedef struct {
    MessageKind kind;
    u32 code;    // 2019 for LNK2019; 0 for a note without a code
    Str file;    // "a.obj", "x.lib(b.obj)"; empty: the tool's own name is printed (LINK, LIB)
    Str text;    // the first line, without file and code
    Str where;   // ".text+0x1c", "file offset 0x4c"
    Str bytes;   // the bytes in question, as hex
    Str why;     // one sentence of mechanism
    Str todo;    // the words to type; printed as "do:"
} Message;

typedef struct {
    const char *tool;         // "LINK", "LIB", "DUMP": stands where no file can be named
    Arena *arena;             // for the wording of messages
    bool explain;             // show where:, bytes:, why:, do:, read:
    bool json;                // /ERRORFORMAT:JSON: each message is a line with one JSON object
    bool has_status_line;     // diag_status shows something: standard error is a terminal that can erase a line
    bool status_shown;
    bool color;               // escape sequences for the kind of message; only for terminals
    bool warnings_are_errors; // /WX: a warning is printed as one, but counts in error_count too
    u32 error_count, warning_count;
    u32 fatal_count;          // of the errors, those that ended what was being done
    u32 error_limit;          // errors after this many are counted, not printed; 0: no limit
    u32 hidden_count;         // those that were not printed
    const u16 *ignored;       // /IGNORE: warning codes that are not printed
    u32 ignored_count;
    const u16 *fatal_warnings; // /WX:n: warning codes that count as errors
    u32 fatal_warning_count;
    u32 promoted_count;        // warnings that counted as errors
} Diag;

// Details and colours for a person at a terminal: sets `explain` when standard error is one, and `color` unless the
// variable NO_COLOR is set (and not empty) or the terminal is a dumb one. [https://no-color.org] On a dumb one there is no
// status line either.
void diag_for_terminal(Diag *d);

// Whether the next error's why: and do: would be shown to anybody. Finding them may take long.
bool diag_wants_details(const Diag *d);

// Prints and counts. A message is written with one write, so that lines of parallel programs do not mix.
void diag_report(Diag *d, const Message *m);

// Shows one line, without a newline, in the place of the one shown before; an empty text takes that away. The next
// message takes it away, too. Nothing happens without has_status_line.
void diag_status(Diag *d, Str line);

// Shorthand for messages of one line. `file` may be empty.
void diag_error(Diag *d, Str file, u32 code, const char *format, ...) __attribute__((format(printf, 4, 5)));
void diag_warning(Diag *d, Str file, u32 code, const char *format, ...) __attribute__((format(printf, 4, 5)));
void diag_fatal(Diag *d, Str file, u32 code, const char *format, ...) __attribute__((format(printf, 4, 5)));

// `s` with control bytes and invalid UTF-8 as \xNN, cut after 512 bytes: safe to print. Every name that comes from an
// input file goes through this on its way into a message. Returns a NUL-terminated string in the arena, so that it can
// be used with %s.
const char *printable(Arena *a, Str s);

// Fills *m as a fatal error about `file` and returns false, so that a parser can say `return bad_file(...)`.
// `file_off` is a byte offset into the file (of the member, for an archive member); it becomes the `where:` line.
bool bad_file(Message *m, Arena *a, Str file, u32 code, u64 file_off, const char *format, ...)
    __attribute__((format(printf, 6, 7)));
#ifdef __clang_analyzer__ // it looks at one source file at a time, and would go on where this returned true
#define bad_file(...) ((void)bad_file(__VA_ARGS__), false)
#endif

#endif
