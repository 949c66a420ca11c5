// args.h - from text to arguments: response files (@file), LINK and _LINK_, .drectve sections.
//
//      mylink @objects.rsp /OUT:a.exe          objects.rsp:   a.obj  "my lib.lib"
//                                                             @more.rsp
//
// A command line has a limit of length, so build tools write their arguments into a file and pass its name. The same
// text with the same quotes stands in environment variables and in objects' .drectve sections. All of them are split
// here; what an argument means is decided elsewhere.
//
// A response file is somebody's input like any other: it may name itself, or eight files that each name eight others.
// Nesting, the number of files and the size of their text have limits, and nothing here recurses.
// [spec: at-specify-a-linker-response-file] [spec: running-lib]
#ifndef OBJFMT_ARGS_H
#define OBJFMT_ARGS_H

#include "diag.h"

typedef struct {
    Str text; // quotes removed; NUL-terminated (the NUL is not counted)
    Str from; // the response file, variable or object it stands in; empty for the command line
} Arg;

typedef ARRAY(Arg) ArgArray;

typedef enum {
    ARGS_LINK, // Windows quotes: "a b", \" is a quote, other backslashes stand for themselves, "" inside quotes is a
               // quote
    ARGS_LIB,  // the same, and ';' at the start of an argument begins a comment up to the end of the line
    ARGS_LINK_FILE, // what args_expand makes of ARGS_LINK in a response file: a line that begins with ';' is a comment. LINK
                    // once knew such comments and now takes them for names of files [spec: link-input-files]; no build has such files
    ARGS_GNU,  // quotes of GNU tools: '...' and "...", a backslash takes the next byte as it is
} ArgStyle;

enum {
    ARGS_MAX_NESTING = 16,    // response files inside response files
    ARGS_MAX_FILES = 1024,    // response files of one command line
    ARGS_MAX_TEXT = 64 << 20, // bytes of all of them
};

// Whether the option `name` stands anywhere on the command line, with '/' or '-' in front and in any case. For what has to be
// known before the first option is read.
bool argv_has_option(int argc, char **argv, const char *name);

// Appends the arguments argv[1] .. argv[argc - 1].
void args_from_argv(Arena *a, int argc, char **argv, ArgArray *out);

// Splits `text` and appends its arguments, each with `from`. Blanks, line ends and NUL bytes separate arguments. A
// quote that is never closed ends with the text. Cannot fail.
void args_split(Arena *a, Str text, Str from, ArgStyle style, ArgArray *out);

// Appends `in` to *out with every argument `@file` replaced by the arguments in that file, also those of files it
// names. File names are relative to the current folder, also inside a response file [link.exe]. False with *m filled
// (LNK1104: cannot be read; LNK1107: not text; LNK1170: over a limit); *m names the response file.
bool args_expand(Arena *a, const ArgArray *in, ArgStyle style, ArgArray *out, Message *m);

// The text of a response or .def file as UTF-8: a UTF-8 byte-order mark is dropped, UTF-16 (told by its byte-order
// mark) is converted, anything else is taken as it is. False with *m filled (LNK1107) for broken UTF-16 and for a NUL
// byte. [spec: unicode-support-in-the-compiler-and-linker]
bool text_decode(Arena *a, Str bytes, Str name, Str *text, Message *m);

#endif
