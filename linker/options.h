// options.h - the option table: every spelling that mylink's command line, LINK and _LINK_, response files and .drectve
// sections may hold, in one list (options_table.c).
//
//      name       argument       class         in objects   what it does
//      "OUT"      needed  file   implemented   no           name of the image
//      "TLBID"    any            accepted      no           (concerns type libraries; no effect)
//      "LTCG"     any            refused       no           (the reason)
//
// The parser, the list that /? prints, the tests and the manual are all made from this table, so they cannot disagree.
#ifndef OPTIONS_H
#define OPTIONS_H

#include "../objfmt/args.h"
#include "linker.h"

typedef enum {
    OPTION_IMPLEMENTED, // changes the image, the listings or the messages
    OPTION_ACCEPTED,    // understood and without effect, which does no harm
    OPTION_REFUSED,     // an error that gives the reason
} OptionClass;

typedef enum {
    ARG_NONE,     // /DLL
    ARG_NEEDED,   // /OUT:file        nothing behind the colon: LNK1146
    ARG_WORD,     // the same, but the next word will do: GoLink's `/entry start`
    ARG_OPTIONAL, // /MAP[:file]      the handler gets an empty value
    ARG_TOGGLE,   // /FIXED[:NO]      YES and nothing are the same
    ARG_ANY,      // for accepted and refused options: not looked at
} ArgShape;

typedef struct Option Option;

// One option being applied.
typedef struct {
    Link *link;
    Options *opt; // link->opt
    Arena *arena; // link->arena
    const Option *option;
    Str word;          // as written, without the slash: "out:a.exe"
    InputFile *object; // in its .drectve section; NULL: command line, variable or response file
    Str from;          // the response file or variable; empty for the command line
} OptionContext;

// `value` is what stands behind the colon (empty: nothing, or the option takes nothing). Handlers report what they do
// not like through link->diag and leave the option as it was.
typedef void OptionHandler(OptionContext *c, Str value);

struct Option {
    const char *name; // upper case
    OptionClass class;
    ArgShape shape;
    bool in_directives;   // objects may use it in .drectve sections
    const char *arg;      // how the manual shows the argument: "file", "base[,size]"; NULL: none
    const char *help;     // one line; for refused options the reason
    OptionHandler *apply; // NULL: nothing to do
    size_t field;         // of Options, for the handlers that only set a field
};

extern const Option option_table[];
extern const u32 option_count;

const Option *find_option(Str name); // in any case; NULL: none
Str nearest_option(Str name);        // the name that was probably meant; empty: none is near

// Applies an option that has been found: checks that `value` fits its shape (`has_value`: a colon was there) and calls
// the handler, or says why it is refused.
void apply_option(OptionContext *c, Str value, bool has_value);

void read_gnu_options(Link *link, const ArgArray *args); // gnu_options.c

// Reports LNK1117, the error for an argument that cannot be read. `why` says what is expected.
void syntax_error(OptionContext *c, const char *why);

// Reports that the option is refused, with the reason in the table.
void refuse_option(OptionContext *c);

bool parse_number(Str s, u64 *value);   // decimal, 0x hexadecimal or 0 octal; false: anything else, or over 64 bits
Str take_part(Str *rest, u8 separator); // cuts the part before `separator` off *rest

// The handlers, in option_values.c. `field` ones set that field of Options.
OptionHandler set_file, set_true, set_toggle, set_flag, add_text, add_library_name; // field
OptionHandler add_alternate_name, add_common_align, add_default_library, add_exclude_symbols, end_lib, add_export, add_guard_symbol, add_lib_path,
    add_merge, add_mismatch, add_section, set_align, set_base, set_color, set_console, set_debug, set_delay, set_dependent_load_flag, set_dll,
    set_driver, set_entry, set_error_format, set_error_limit, set_explain, set_file_align, set_force, set_guard, set_heap, set_ignore,
    set_machine, set_manifest, set_manifest_uac, set_map, set_map_info, set_no_color, set_no_default_lib, set_nothing_but_no,
    set_ltcg, set_opt, set_order, set_os_version, set_out, set_profile, set_stack, set_subsystem,
    set_swaprun, set_text, set_threads, set_time_stamp, set_verbose, set_version, set_whole_archive, set_wx,
    refuse_misplaced_mode, show_help, start_lib, warn_obsolete;

OptionHandler add_manifest_dependency, set_function_pad;

#endif
