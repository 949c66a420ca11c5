// lib.c - the librarian's command line.
//
//      mylib a.obj b.obj old.lib /OUT:new.lib         a static library of objects and libraries      (the default)
//      mylib x.lib /LIST                              the names of its members
//      mylib x.lib /REMOVE:a.obj                      x.lib without a member
//      mylib x.lib /EXTRACT:a.obj /OUT:a.obj          a member as a file
//      mylib /DEF:my.def /MACHINE:X64                 import library my.lib and export file my.exp
//      mylib my.dll /OUT:my.lib                       import library of a finished DLL (LIB has no such thing)
//
// The modes exclude each other. Each is a function below that reads the inputs, then writes; nothing is written before
// everything has been read without an error, so a library may be its own input. Names of members never become names of
// files: what is written is named on the command line. [spec: running-lib] [spec: managing-a-library]
#include "lib.h"
#include "../objfmt/args.h"
#include "../objfmt/file.h"
#include "dll_exports.h"
#include <stdio.h>
#include <stdlib.h>

#ifndef MYLINK_VERSION
#define MYLINK_VERSION "0"
#endif

typedef ARRAY(Str) StrList;

typedef struct {
    Str path;
    FileIdentity id;
    bool is_library;
} InputRead;

typedef struct {
    Arena arena_of_its_own, *arena;
    Diag diag;
    StrList inputs, folders, removes, exports;
    ARRAY(u16) ignored;
    ARRAY(InputRead) files; // every input that has been read
    Str out, def_file, name, extract, list_file;
    bool has_def, list, verbose, no_exp, no_logo, show_help, show_version, show_options;
    u16 machine;
} Lib;

// ---- Options

typedef enum {
    OPT_DEF,
    OPT_ERRORFORMAT,
    OPT_EXPLAIN,
    OPT_EXPORT,
    OPT_EXTRACT,
    OPT_HELP,
    OPT_IGNORE,
    OPT_LIBPATH,
    OPT_LIST,
    OPT_MACHINE,
    OPT_NAME,
    OPT_NOEXP,
    OPT_NOLOGO,
    OPT_NOTHING,
    OPT_OUT,
    OPT_REFUSED,
    OPT_REMOVE,
    OPT_VERBOSE,
    OPT_VERSION,
    OPT_WX,
} OptionId;

typedef enum { ARG_NONE, ARG_MAY, ARG_MUST } ArgNeed;

static const char no_repro[] = "mylib writes no link repro; copy the inputs and the response file instead";

static const struct LibOption {
    const char *name;
    OptionId id;
    ArgNeed need;
    const char *arg, *help; // help NULL: accepted because build tools pass it; without effect here
} options[] = {
    {"DEF", OPT_DEF, ARG_MAY, "[:file.def]", "make an import library and an .exp file"},
    {"ERRORFORMAT", OPT_ERRORFORMAT, ARG_MUST, ":TEXT|JSON", "form of messages; JSON: one object a line, for tools"},
    {"ERRORREPORT", OPT_NOTHING, ARG_MAY, "", NULL},
    {"EXPLAIN", OPT_EXPLAIN, ARG_NONE, "", "reasons and remedies under each message, also into a pipe"},
    {"EXPORT", OPT_EXPORT, ARG_MUST, ":name[=internal][,@n[,NONAME]][,DATA]", "one more export for /DEF"},
    {"EXTRACT", OPT_EXTRACT, ARG_MUST, ":member", "write one member to the file named by /OUT"},
    {"HELP", OPT_HELP, ARG_NONE, "", "this list; also /?"},
    {"?", OPT_HELP, ARG_NONE, "", NULL},
    {"IGNORE", OPT_IGNORE, ARG_MUST, ":n[,n...]", "do not print these warnings"},
    {"INCLUDE", OPT_NOTHING, ARG_MUST, "", NULL},
    {"LIBPATH", OPT_LIBPATH, ARG_MAY, ":folder", "look for libraries here first, then in the folders of LIB"},
    {"LINKREPRO", OPT_REFUSED, ARG_MAY, "[:x]", no_repro},
    {"LINKREPROTARGET", OPT_REFUSED, ARG_MAY, "[:x]", no_repro},
    {"LIST", OPT_LIST, ARG_MAY, "[:file]", "print the names of all members"},
    {"LTCG", OPT_NOTHING, ARG_MAY, "", NULL},
    {"MACHINE", OPT_MACHINE, ARG_MUST, ":X64|X86|ARM64", "target machine; for objects it is inferred"},
    {"NAME", OPT_NAME, ARG_MUST, ":file.dll", "name of the DLL in the import library"},
    {"NODEFAULTLIB", OPT_NOTHING, ARG_MAY, "", NULL},
    {"NOEXP", OPT_NOEXP, ARG_NONE, "", "no .exp file"},
    {"NOLOGO", OPT_NOLOGO, ARG_NONE, "", "do not say what was created"},
    {"OUT", OPT_OUT, ARG_MUST, ":file", "output; else the first input's name with .lib"},
    {"REMOVE", OPT_REMOVE, ARG_MUST, ":member", "leave a member out"},
    {"SUBSYSTEM", OPT_NOTHING, ARG_MUST, "", NULL},
    {"VERBOSE", OPT_VERBOSE, ARG_NONE, "", "say what is added, replaced and left out"},
    {"VERSION", OPT_VERSION, ARG_NONE, "", "print the version; also --version"},
    {"WX", OPT_WX, ARG_MAY, "[:NO]", "warnings are errors"},
};

// The option that `arg` begins with, or NULL. *value is what stands behind the colon.
static const struct LibOption *find_option(Str arg, Str *value) {
    size_t colon = str_find(arg, ':');
    *value = colon < arg.n ? str_slice(arg, colon + 1, arg.n) : (Str){NULL, 0};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (str_eq_nocase(str_slice(arg, 0, colon), str(options[i].name))) return &options[i];
    return NULL;
}

static bool parse_machine(Str s, u16 *machine) {
    static const struct {
        const char *name;
        u16 id;
    } machines[] = {{"X64", IMAGE_FILE_MACHINE_AMD64}, {"AMD64", IMAGE_FILE_MACHINE_AMD64},
                    {"X86", IMAGE_FILE_MACHINE_I386},  {"IX86", IMAGE_FILE_MACHINE_I386},
                    {"I386", IMAGE_FILE_MACHINE_I386}, {"ARM64", IMAGE_FILE_MACHINE_ARM64}};
    for (size_t i = 0; i < sizeof machines / sizeof *machines; i++) {
        if (!str_eq_nocase(s, str(machines[i].name))) continue;
        *machine = machines[i].id;
        return true;
    }
    return false;
}

static void bad_option(Lib *lib, Str arg, const char *todo) {
    Message m = {.kind = MSG_FATAL, .code = 1117, .todo = str(todo)};
    m.text = arena_printf(lib->arena, "syntax error in option '%s'", printable(lib->arena, arg));
    diag_report(&lib->diag, &m);
}

static void set_ignored(Lib *lib, Str arg, Str value) {
    u32 n = 0;
    bool any = false;
    for (size_t i = 0; i <= value.n; i++) {
        if (i < value.n && value.p[i] >= '0' && value.p[i] <= '9' && n < 10000) {
            n = n * 10 + value.p[i] - '0';
            any = true;
        } else if (any && n < 10000 && (i == value.n || value.p[i] == ',')) {
            ARRAY_PUSH(lib->arena, &lib->ignored, (u16)n);
            n = 0;
            any = false;
        } else {
            bad_option(lib, arg, "write warning numbers, with commas between them: /IGNORE:4006,4221");
            return;
        }
    }
    lib->diag.ignored = lib->ignored.at;
    lib->diag.ignored_count = lib->ignored.count;
}

static void set_option(Lib *lib, const struct LibOption *o, Str arg, Str value) {
    switch (o->id) {
    case OPT_DEF:
        lib->has_def = true;
        lib->def_file = value;
        break;
    case OPT_ERRORFORMAT:
        lib->diag.json = str_eq_nocase(value, STR("JSON"));
        if (!lib->diag.json && !str_eq_nocase(value, STR("TEXT"))) bad_option(lib, arg, "the words are TEXT and JSON");
        break;
    case OPT_EXPLAIN: lib->diag.explain = true; break;
    case OPT_EXPORT: ARRAY_PUSH(lib->arena, &lib->exports, value); break;
    case OPT_EXTRACT: lib->extract = value; break;
    case OPT_HELP: lib->show_help = true; break;
    case OPT_IGNORE: set_ignored(lib, arg, value); break;
    case OPT_LIBPATH:
        if (value.n)
            ARRAY_PUSH(lib->arena, &lib->folders, value);
        else
            diag_warning(&lib->diag, (Str){0}, 4105, "no argument specified with option '/LIBPATH'; ignoring option");
        break;
    case OPT_LIST:
        lib->list = true;
        lib->list_file = value;
        break;
    case OPT_MACHINE:
        if (!parse_machine(value, &lib->machine)) bad_option(lib, arg, "the machines are X64, X86 and ARM64");
        break;
    case OPT_NAME: lib->name = value; break;
    case OPT_NOEXP: lib->no_exp = true; break;
    case OPT_NOLOGO: lib->no_logo = true; break;
    case OPT_NOTHING: break;
    case OPT_OUT: lib->out = value; break;
    case OPT_REFUSED:
        diag_fatal(&lib->diag, (Str){0}, 1901, "option '/%s' is not supported: %s", o->name, o->help);
        break;
    case OPT_REMOVE: ARRAY_PUSH(lib->arena, &lib->removes, value); break;
    case OPT_VERBOSE: lib->verbose = true; break;
    case OPT_VERSION: lib->show_version = true; break;
    case OPT_WX: lib->diag.warnings_are_errors = !str_eq_nocase(value, STR("NO")); break;
    }
}

// An argument with '/' or '-' in front is an option if its name is known. Else `/home/me/a.obj` is a file, because it
// has another '/' or is there; and the rest is a mistake.
static void take_argument(Lib *lib, Str arg) {
    if (str_eq(arg, STR("--print-options"))) {
        lib->show_options = true;
        return;
    }
    Str value, rest = arg.n ? str_slice(arg, 1, arg.n) : arg;
    bool marked = arg.n > 1 && (arg.p[0] == '/' || arg.p[0] == '-');
    if (marked && str_eq(arg, STR("--version"))) rest = STR("VERSION");
    if (marked && str_eq(arg, STR("--help"))) rest = STR("HELP");
    const struct LibOption *o = marked ? find_option(rest, &value) : NULL;
    bool is_file =
        !marked || (arg.p[0] == '/' && (str_find(rest, '/') < rest.n || file_exists(arena_cstr(lib->arena, arg))));
    if (o && o->need == ARG_MUST && !value.n) {
        diag_fatal(&lib->diag, (Str){0}, 1146, "no argument specified with option '/%s'", o->name);
    } else if (o && o->need == ARG_NONE && value.n) {
        bad_option(lib, arg, "this option takes no argument");
    } else if (o) {
        set_option(lib, o, arg, value);
    } else if (is_file) {
        ARRAY_PUSH(lib->arena, &lib->inputs, arg);
    } else {
        diag_warning(&lib->diag, (Str){0}, 4044, "unrecognized option '%s'; ignored", printable(lib->arena, arg));
    }
}

static bool read_command_line(Lib *lib, int argc, char **argv) {
    ArgArray given = {0}, args = {0};
    Message m;
    args_from_argv(lib->arena, argc, argv, &given);
    if (!args_expand(lib->arena, &given, ARGS_LIB, &args, &m)) {
        diag_report(&lib->diag, &m);
        return false;
    }
    for (u32 i = 0; i < args.count; i++) take_argument(lib, args.at[i].text);
    return lib->diag.error_count == 0;
}

// ---- Standard output

static bool print(Lib *lib, const Buffer *text) {
    if (!text->n || (fwrite(text->p, 1, text->n, stdout) == text->n && fflush(stdout) == 0)) return true;
    diag_fatal(&lib->diag, (Str){0}, 1106, "cannot write to standard output");
    return false;
}

static void say(Lib *lib, const char *what, Str name) {
    if (!lib->verbose) return;
    Buffer b = {.arena = lib->arena};
    buffer_printf(&b, "%s %s\n", what, printable(lib->arena, name));
    print(lib, &b);
}

static bool print_help(Lib *lib) {
    Buffer b = {.arena = lib->arena};
    buffer_printf(&b,
                  "mylib %s: the librarian of mylink, with the options of Microsoft's LIB\n\n"
                  "usage: mylib [options] files...          @file holds more arguments\n\n",
                  MYLINK_VERSION);
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (options[i].help)
            buffer_printf(&b, "  %s%s\n        %s%s\n", (const char *)arena_printf(lib->arena, "/%s", options[i].name).p,
                          options[i].arg, options[i].id == OPT_REFUSED ? "refused: " : "", options[i].help);
    buffer_printf(&b, "\naccepted without effect:");
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (!options[i].help && options[i].id == OPT_NOTHING) buffer_printf(&b, " /%s", options[i].name);
    buffer_printf(&b, "\n");
    return print(lib, &b);
}

// For the manual and the completions, which are made from this table: class, name, argument, text, with tabs between.
static bool print_option_list(Lib *lib) {
    Buffer b = {.arena = lib->arena};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        const struct LibOption *o = &options[i];
        if (!o->help && o->id != OPT_NOTHING) continue; // another spelling
        const char *arg = o->arg[0] ? o->arg : o->need == ARG_NONE ? "" : o->need == ARG_MAY ? "[:x]" : ":x";
        const char *class = o->id == OPT_REFUSED ? "refused" : o->help ? "options" : "accepted";
        buffer_printf(&b, "%s\t%s\t%s\t%s\n", class, o->name, arg, o->help ? o->help : "without effect");
    }
    return print(lib, &b);
}

static bool print_version(Lib *lib) {
    Buffer b = {.arena = lib->arena};
    buffer_printf(&b, "mylib %s (options compatible with Microsoft LIB)\n", MYLINK_VERSION);
    return print(lib, &b);
}

// ---- Files

static bool report(Lib *lib, const Message *m) {
    diag_report(&lib->diag, m);
    return false;
}

static Str in_folder(Lib *lib, Str folder, Str name) {
    return file_find_nocase(lib->arena, arena_cstr(lib->arena, folder), name);
}

// Where an input is: as named, else in the folders of /LIBPATH and of the variable LIB, which has ';' between them.
static Str find_input(Lib *lib, Str name) {
    if (file_exists(arena_cstr(lib->arena, name)) || str_find(name, '/') < name.n) return name;
    for (u32 i = 0; i < lib->folders.count; i++) {
        Str found = in_folder(lib, lib->folders.at[i], name);
        if (found.n) return found;
    }
    Str rest = str(getenv("LIB"));
    while (rest.n) {
        size_t end = str_find(rest, ';');
        Str found = end ? in_folder(lib, str_slice(rest, 0, end), name) : (Str){0};
        if (found.n) return found;
        rest = str_slice(rest, end < rest.n ? end + 1 : end, rest.n);
    }
    return name;
}

static void note_input(Lib *lib, Str path, FileIdentity id, Str bytes) {
    FileType type = identify_file(bytes);
    InputRead file = {path, id, type == FILE_TYPE_ARCHIVE || type == FILE_TYPE_THIN_ARCHIVE};
    ARRAY_PUSH(lib->arena, &lib->files, file);
}

static bool read_input(Lib *lib, Str name, Str *path, Str *bytes) {
    FileIdentity id;
    Message m;
    *path = find_input(lib, name);
    if (!file_read(lib->arena, arena_cstr(lib->arena, *path), bytes, &id, &m)) return report(lib, &m);
    note_input(lib, *path, id, *bytes);
    return true;
}

static bool read_members(Lib *lib, MemberList *list) {
    *list =
        (MemberList){.arena = lib->arena, .diag = &lib->diag, .machine = lib->machine, .machine_from = STR("/MACHINE")};
    for (u32 i = 0; i < lib->inputs.count; i++) {
        Str path, bytes;
        Message m;
        if (!read_input(lib, lib->inputs.at[i], &path, &bytes)) return false;
        say(lib, "Adding", path);
        if (!members_add(list, path, bytes, &m)) return report(lib, &m);
    }
    return true;
}

// "dir/name.ext" -> "dir/name.lib"; without its folder if asked.
static Str with_extension(Lib *lib, Str path, const char *extension, bool keep_folder) {
    size_t slash = str_rfind(path, '/');
    if (!keep_folder && slash < path.n) path = str_slice(path, slash + 1, path.n);
    slash = str_rfind(path, '/');
    size_t dot = str_rfind(path, '.');
    if (dot < path.n && dot > 0 && (slash == path.n || dot > slash + 1)) path = str_slice(path, 0, dot);
    Buffer b = {.arena = lib->arena};
    buffer_put_str(&b, path);
    buffer_put_str(&b, str(extension));
    return buffer_str(&b);
}

static Str out_name(Lib *lib, Str first_input) {
    return lib->out.n ? lib->out : with_extension(lib, first_input, ".lib", false);
}

// An output may replace the library it was made from, but not an object, a DLL or a .def file.
static bool check_output(Lib *lib, const OutputFile *out) {
    for (u32 i = 0; i < lib->files.count && out->id.inode; i++) {
        const InputRead *in = &lib->files.at[i];
        if (!same_file(in->id, out->id) || in->is_library) continue;
        diag_fatal(&lib->diag, (Str){0}, 1149, "output filename matches input filename '%s'",
                   printable(lib->arena, in->path));
        return false;
    }
    return true;
}

typedef struct {
    Str path, bytes;
} Output;

static bool prepare_output(Lib *lib, OutputFile *file, const Output *o, Message *m) {
    if (!output_open(file, lib->arena, arena_cstr(lib->arena, o->path), false, m)) return report(lib, m);
    if (!check_output(lib, file)) return false;
    if (output_write(file, 0, o->bytes.p, o->bytes.n, m) && output_prepare(file, o->bytes.n, m)) return true;
    return report(lib, m);
}

// Writes all of them or none.
static bool write_outputs(Lib *lib, const Output *outputs, u32 count) {
    OutputFile files[2] = {0};
    Message m;
    u32 opened = 0;
    bool ok = lib->diag.error_count == 0;
    for (; opened < count && ok; opened++) ok = prepare_output(lib, &files[opened], &outputs[opened], &m);
    if (ok && lib->diag.error_count) ok = false;
    for (u32 i = 0; i < opened; i++) {
        if (ok && !output_commit(&files[i], &m)) ok = report(lib, &m);
        if (!ok)
            output_discard(&files[i]);
        else
            say(lib, "Writing", outputs[i].path);
    }
    return ok;
}

// ---- Modes

static bool no_input(Lib *lib) {
    Message m = {.kind = MSG_FATAL,
                 .code = 1181,
                 .text = STR("no input file is named"),
                 .todo = STR("mylib /? lists the options")};
    return report(lib, &m);
}

static bool extract_member(Lib *lib) {
    MemberList list;
    if (!lib->out.n) {
        Message m = {.kind = MSG_FATAL, .code = 1159, .text = STR("no output file specified")};
        m.todo = STR("name the file with /OUT: a member's own name is never used as a path");
        return report(lib, &m);
    }
    if (!read_members(lib, &list)) return false;
    for (u32 i = 0; i < list.members.count; i++) {
        if (!str_eq(list.members.at[i].name, lib->extract)) continue;
        return write_outputs(lib, &(Output){lib->out, list.members.at[i].bytes}, 1);
    }
    Message m = {.kind = MSG_ERROR, .code = 4014, .todo = STR("mylib FILE /LIST prints the full names of all members")};
    m.text = arena_printf(lib->arena, "cannot find member object \"%s\"", printable(lib->arena, lib->extract));
    return report(lib, &m);
}

static bool print_list(Lib *lib, const MemberList *list) {
    Buffer b = {.arena = lib->arena};
    for (u32 i = 0; i < list->members.count; i++)
        if (!list->members.at[i].dropped) buffer_printf(&b, "%s\n", printable(lib->arena, list->members.at[i].name));
    return lib->list_file.n ? write_outputs(lib, &(Output){lib->list_file, buffer_str(&b)}, 1) : print(lib, &b);
}

static void remove_members(Lib *lib, MemberList *list) {
    members_replace(list);
    for (u32 i = 0; i < list->members.count; i++)
        if (list->members.at[i].dropped) say(lib, "Replacing", list->members.at[i].label);
    u32 count = lib->removes.count;
    bool *found = ARENA_ARRAY(lib->arena, bool, count);
    members_remove(list, lib->removes.at, count, found);
    for (u32 i = 0; i < count; i++) {
        if (found[i])
            say(lib, "Removing", lib->removes.at[i]);
        else
            diag_warning(&lib->diag, (Str){0}, 4014, "cannot find member object \"%s\"",
                         printable(lib->arena, lib->removes.at[i]));
    }
}

static bool build_library(Lib *lib) {
    MemberList list;
    Str bytes;
    Message m;
    if (!read_members(lib, &list)) return false;
    remove_members(lib, &list);
    bool is_library = !list.members.count || list.members.at[0].in_archive; // of one input: an object is a member
    bool only_list = lib->list && !lib->out.n && !lib->removes.count && list.input_count == 1 && is_library;
    if (!only_list) {
        if (!members_write(&list, &bytes, &m)) return report(lib, &m);
        if (!write_outputs(lib, &(Output){out_name(lib, lib->inputs.at[0]), bytes}, 1)) return false;
    }
    return !lib->list || print_list(lib, &list);
}

// ---- Import libraries

static bool read_def(Lib *lib, DefFile *def) {
    FileIdentity id;
    Str text;
    Message m;
    *def = (DefFile){0};
    if (!lib->def_file.n) return true;
    if (!file_read_text(lib->arena, arena_cstr(lib->arena, lib->def_file), &text, &id, &m)) return report(lib, &m);
    note_input(lib, lib->def_file, id, text);
    return def_read(def, lib->arena, text, lib->def_file, &lib->diag, &m) || report(lib, &m);
}

// The .def file's exports first, then /EXPORT, then the objects' directives: of two specifications the first counts.
static bool collect_exports(Lib *lib, const DefFile *def, const MemberList *objects, DllExports *dll) {
    Message m;
    for (u32 i = 0; i < def->exports.count; i++) {
        const DefExport *e = &def->exports.at[i];
        dll_exports_add(dll, e, arena_printf(lib->arena, "%s(%u)", printable(lib->arena, lib->def_file), e->line));
    }
    for (u32 i = 0; i < lib->exports.count; i++) {
        DefExport e;
        if (!def_parse_export(&e, lib->arena, lib->exports.at[i], &m)) return report(lib, &m);
        dll_exports_add(dll, &e, (Str){0});
    }
    for (u32 i = 0; i < objects->members.count; i++)
        if (!dll_exports_add_directives(dll, &objects->members.at[i], &m)) return report(lib, &m);
    return true;
}

static u16 import_machine(Lib *lib, const MemberList *objects) {
    if (objects->machine) return objects->machine;
    diag_warning(&lib->diag, (Str){0}, 4068, "/MACHINE not specified; defaulting to X64");
    return IMAGE_FILE_MACHINE_AMD64;
}

// The line that LIB prints, and that build tools skip.
static void say_created(Lib *lib, const Output *outputs) {
    if (lib->no_logo) return;
    Buffer b = {.arena = lib->arena};
    buffer_printf(&b, "   Creating library %s", printable(lib->arena, outputs[0].path));
    if (!lib->no_exp) buffer_printf(&b, " and object %s", printable(lib->arena, outputs[1].path));
    buffer_printf(&b, "\n");
    print(lib, &b);
}

// The loader will look for the DLL by this name, so it is no place for a guess: it has to stand somewhere. Of a .def file
// without LIBRARY the output's name is taken, and said.
static bool choose_dll_name(Lib *lib, const DefFile *def, Str first, Str *name) {
    *name = lib->name.n ? lib->name : def_output_name(lib->arena, def);
    if (name->n) return true;
    Message m = {.kind = MSG_FATAL, .code = 1904, .file = lib->def_file, .text = STR("no DLL name is specified"),
                 .why = STR("programs that are linked with the library look for the DLL by its name"),
                 .todo = STR("begin the .def file with LIBRARY my.dll, or say /NAME:my.dll")};
    if (lib->def_file.n && !lib->out.n) return report(lib, &m);
    *name = with_extension(lib, lib->def_file.n ? lib->out : first, ".dll", false);
    if (!lib->def_file.n) return true; // objects with exports: the first lends its name, as to everything
    m.kind = MSG_NOTE;
    m.code = 0;
    m.text = arena_printf(lib->arena, "no DLL name is specified; the library is for '%s'", printable(lib->arena, *name));
    diag_report(&lib->diag, &m);
    return true;
}

static bool make_import_library(Lib *lib) {
    MemberList objects;
    DefFile def;
    Output outputs[2] = {0};
    Message m;
    if (!read_def(lib, &def) || !read_members(lib, &objects)) return false;
    Str first = lib->def_file.n ? lib->def_file : lib->inputs.count ? lib->inputs.at[0] : lib->out;
    if (!first.n) return no_input(lib);
    DllExports dll = {.arena = lib->arena, .diag = &lib->diag, .machine = import_machine(lib, &objects)};
    if (!choose_dll_name(lib, &def, first, &dll.dll)) return false;
    if (!collect_exports(lib, &def, &objects, &dll)) return false;
    dll_exports_resolve(&dll, &objects);
    outputs[0].path = out_name(lib, first);
    outputs[1].path = with_extension(lib, outputs[0].path, ".exp", true);
    if (!dll_exports_library(&dll, &outputs[0].bytes, &m) || !dll_exports_exp(&dll, &outputs[1].bytes, &m)) {
        if (!m.file.n) m.file = lib->def_file;
        return report(lib, &m);
    }
    if (!write_outputs(lib, outputs, lib->no_exp ? 1 : 2)) return false;
    say_created(lib, outputs);
    return true;
}

static Str last_part(Str path) {
    size_t slash = str_rfind(path, '/');
    return slash == path.n ? path : str_slice(path, slash + 1, path.n);
}

// The loader will look for the file under the name that the library says. When file and DLL disagree, the DLL is right
// more often: the file is a copy or a link.
static void check_dll_name(Lib *lib, const DllExports *dll, Str path) {
    if (lib->name.n || str_eq_nocase(last_part(path), dll->dll)) return;
    Message m = {.kind = MSG_NOTE, .file = path};
    m.text =
        arena_printf(lib->arena, "the DLL calls itself '%s', and so does the library", printable(lib->arena, dll->dll));
    m.todo = STR("use /NAME to say otherwise");
    diag_report(&lib->diag, &m);
}

static bool make_library_of_dll(Lib *lib, Str path, Str bytes) {
    PeImage pe;
    Message m;
    u32 unnamed;
    if (!pe_open(&pe, lib->arena, bytes, path, &m)) return report(lib, &m);
    DllExports dll = {.arena = lib->arena, .diag = &lib->diag, .machine = pe.machine, .dll = lib->name};
    if (lib->machine && lib->machine != pe.machine) {
        diag_fatal(&lib->diag, path, 1112, "module machine type '%s' conflicts with target machine type '%s'",
                   coff_machine_name(pe.machine), coff_machine_name(lib->machine));
        return false;
    }
    if (!dll_exports_read(&dll, &pe, &unnamed, &m)) return report(lib, &m);
    check_dll_name(lib, &dll, path);
    if (unnamed) {
        Message note = {.kind = MSG_NOTE, .file = path};
        note.text = arena_printf(lib->arena, "%u exports have an ordinal but no name and are left out", unnamed);
        note.todo = STR("a .def file with lines such as `name @7 NONAME` gives them names");
        diag_report(&lib->diag, &note);
    }
    Output out = {.path = out_name(lib, path)};
    return (dll_exports_library(&dll, &out.bytes, &m) || report(lib, &m)) && write_outputs(lib, &out, 1);
}

static bool run(Lib *lib) {
    Str path, bytes;
    if (lib->show_help) return print_help(lib);
    if (lib->show_version) return print_version(lib);
    if (lib->show_options) return print_option_list(lib);
    if (lib->has_def || lib->exports.count) return make_import_library(lib);
    if (!lib->inputs.count) return no_input(lib);
    if (lib->extract.n) return extract_member(lib);
    if (lib->inputs.count == 1) {
        if (!read_input(lib, lib->inputs.at[0], &path, &bytes)) return false;
        if (identify_file(bytes) == FILE_TYPE_IMAGE) return make_library_of_dll(lib, path, bytes);
    }
    return build_library(lib);
}

int lib_command(int argc, char **argv) {
    Lib lib = {.diag = {.tool = "LIB"}};
    lib.arena = &lib.arena_of_its_own;
    lib.diag.arena = lib.arena;
    diag_for_terminal(&lib.diag);
    lib.diag.json = argv_has_option(argc, argv, "ERRORFORMAT:JSON"); // also for the options in front of it
    if (argc < 2) lib.show_help = true;
    bool ok = read_command_line(&lib, argc, argv) && run(&lib) && lib.diag.error_count == 0;
    if (lib.diag.promoted_count)
        diag_fatal(&lib.diag, (Str){0}, 1218, "warning treated as error; no output file generated");
    arena_free(lib.arena);
    return ok ? 0 : 1;
}
