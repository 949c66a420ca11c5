// options.c - reads the command line, and everything that is written like it, into link->opt.
//
//      LINK=/NOLOGO      mylink  @objs.rsp  -out:a.exe  /home/me/a.obj      _LINK_=/MAP
//      ^ first                   ^ its words stand here ^ a file, see below  ^ last
//
// All words go through one table (options_table.c), also those in the .drectve sections of objects. What an option does
// with its argument stands in option_values.c.
//
// A '/' in front makes an option on Windows; here it begins a path as well. A word is an option when
//
//      - it begins with '-' (or '--', as in --help)
//      - or with '/', and what follows up to the first ':' is the name of an option:  /OUT:/tmp/a.exe, /map
//
// and a file when it begins with '/' and a second '/' follows before any ':' (/home/me/a.obj), or when a file of that
// name exists (/a.obj). Any other word with '/' in front is an unknown option, LNK4044. [spec: linker-options]
#include "options.h"

// ---- Looking options up

const Option *find_option(Str name) {
    if (!name.n) return NULL;
    u8 first = ascii_lower(name.p[0]); // settles nearly all of them: a link may have 100,000 directives
    for (u32 i = 0; i < option_count; i++)
        if (ascii_lower((u8)option_table[i].name[0]) == first && str_eq_nocase(name, str(option_table[i].name)))
            return &option_table[i];
    return NULL;
}

enum { LONGEST_NAME = 40 };

// How many letters must be changed, added or dropped to turn a into b. Both are at most LONGEST_NAME long.
static u32 edit_distance(Str a, Str b) {
    u32 row[LONGEST_NAME + 1];
    for (u32 j = 0; j <= b.n; j++) row[j] = j;
    for (u32 i = 1; i <= a.n; i++) {
        u32 diagonal = row[0];
        row[0] = i;
        for (u32 j = 1; j <= b.n; j++) {
            u32 change = diagonal + (ascii_lower(a.p[i - 1]) != ascii_lower(b.p[j - 1]));
            u32 one_more = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
            diagonal = row[j];
            row[j] = change < one_more ? change : one_more;
        }
    }
    return row[b.n];
}

Str nearest_option(Str name) {
    Str best = {0};
    if (name.n < 2 || name.n > LONGEST_NAME) return best; // any one letter is one slip away from "?"
    u32 best_distance = name.n < 5 ? 2 : 3; // must be below this
    for (u32 i = 0; i < option_count; i++) {
        Str other = str(option_table[i].name);
        if (option_table[i].class == OPTION_REFUSED || other.n > LONGEST_NAME) continue;
        u32 distance = edit_distance(name, other);
        if (distance >= best_distance) continue;
        best_distance = distance;
        best = other;
    }
    return best;
}

// ---- Applying one option

static void missing_argument(OptionContext *c) {
    Message m = {.kind = MSG_FATAL, .code = 1146};
    if (c->object) m.file = c->object->name;
    m.text = arena_printf(c->arena, "no argument specified with option '/%s'", printable(c->arena, c->word));
    m.todo = arena_printf(c->arena, "/%s:%s", c->option->name, c->option->arg);
    diag_report(&c->link->diag, &m);
}

void apply_option(OptionContext *c, Str value, bool has_value) {
    const Option *o = c->option;
    bool is_yes_or_no = str_eq_nocase(value, STR("NO")) || str_eq_nocase(value, STR("YES"));
    if (o->class == OPTION_REFUSED && !o->apply) {
        refuse_option(c);
    } else if ((o->shape == ARG_NEEDED || o->shape == ARG_WORD) && !value.n) {
        missing_argument(c);
    } else if (o->shape == ARG_NONE && has_value) {
        syntax_error(c, "this option takes no argument");
    } else if (o->shape == ARG_TOGGLE && has_value && !is_yes_or_no) {
        syntax_error(c, "the only argument is NO");
    } else if (o->apply) {
        o->apply(c, value);
    }
}

// "out:a.exe" into name and value. GNU habits have `--name=value`.
typedef struct {
    Str name, value;
    bool has_value;
} SplitOption;

static SplitOption split_option(Str word, bool gnu) {
    size_t n = str_find(word, ':');
    size_t equals = str_find(word, '=');
    if (gnu && equals < n) n = equals;
    if (n == word.n) return (SplitOption){.name = word};
    return (SplitOption){str_slice(word, 0, n), str_slice(word, n + 1, word.n), true};
}

// A value whose quotes came through the shell, as in '/OUT:"a b.exe"'.
static Str without_quotes(Str s) {
    if (s.n < 2 || s.p[0] != '"' || s.p[s.n - 1] != '"') return s;
    return str_slice(s, 1, s.n - 1);
}

// ---- The command line

typedef struct {
    Link *link;
    const ArgArray *args;
    u32 next;
} ArgReader;

static void unknown_option(Link *link, const Arg *arg, Str word, Str name) {
    Message m = {.kind = MSG_WARNING, .code = 4044};
    m.text = arena_printf(link->arena, "unrecognized option '/%s'; ignored", printable(link->arena, word));
    Str near = nearest_option(name);
    if (near.n)
        m.todo = arena_printf(link->arena, "did you mean /%s? mylink /? lists the options", show(link, near));
    else if (str_eq(word, STR("o")))
        m.todo = STR("did you mean /OUT:file? mylink -flavor gnu ... reads ld's options: -o, -l, -L");
    else if (str_starts(word, STR("l")) || str_starts(word, STR("L")))
        m.todo = STR("mylink -flavor gnu ... reads ld's options: -o, -l, -L");
    else
        m.todo = STR("mylink /? lists the options");
    if (arg->from.n) m.where = arena_printf(link->arena, "in %s", show(link, arg->from));
    diag_report(&link->diag, &m);
}

static void add_input(Link *link, const Arg *arg) {
    InputSpec spec = {.path = arg->text, .from = arg->from, .lazy_group = link->opt.lazy_group};
    ARRAY_PUSH(link->arena, &link->opt.inputs, spec);
}

// GoLink's `/entry start`, `/fo a.exe`: the next word, unless it looks like an option.
static bool take_next_word(ArgReader *r, Str *value) {
    if (r->next == r->args->count) return false;
    Str text = r->args->at[r->next].text;
    if (!text.n || text.p[0] == '-') return false;
    if (text.p[0] == '/' && find_option(split_option(str_slice(text, 1, text.n), false).name)) return false;
    *value = text;
    r->next++;
    return true;
}

static bool is_path(Link *link, Str text) {
    SplitOption s = split_option(str_slice(text, 1, text.n), false);
    return str_find(s.name, '/') < s.name.n || file_exists(arena_cstr(link->arena, text));
}

// "[:NO]", ":file", "": how the manual shows the argument.
static Str shown_argument(Link *link, const Option *o) {
    if (o->shape == ARG_TOGGLE) return STR("[:NO]");
    if (!o->arg) return o->shape == ARG_ANY && o->class != OPTION_IMPLEMENTED ? STR("[:x]") : STR("");
    return arena_printf(link->arena, o->shape == ARG_OPTIONAL || o->shape == ARG_ANY ? "[:%s]" : ":%s", o->arg);
}

// For the manual and the completions, which are made from this table: class, name, argument, text, with tabs between.
static void print_option_list(Link *link) {
    static const char *const classes[] = {"options", "accepted", "refused"};
    for (u32 i = 0; i < option_count; i++) {
        const Option *o = &option_table[i];
        if (o->name[0] != '?') printf("%s\t%s\t%s\t%s\n", classes[o->class], o->name, (const char *)shown_argument(link, o).p, o->help);
    }
    link->opt.only_help = true;
}

static void print_version(Link *link) {
    printf("mylink %s (options compatible with LLD link)\n", MYLINK_VERSION);
    link->opt.only_help = true;
}

static void read_option(ArgReader *r, const Arg *arg, Str word, bool double_dash) {
    Link *link = r->link;
    SplitOption s = split_option(word, double_dash);
    if (double_dash && str_eq_nocase(word, STR("version"))) {
        print_version(link);
        return;
    }
    if (double_dash && str_eq(word, STR("print-options"))) {
        print_option_list(link);
        return;
    }
    OptionContext c = {link, &link->opt, link->arena, find_option(s.name), word, NULL, arg->from};
    if (!c.option) {
        if (arg->text.p[0] == '/' && is_path(link, arg->text))
            add_input(link, arg);
        else
            unknown_option(link, arg, word, s.name);
        return;
    }
    Str value = without_quotes(s.value);
    if (c.option->shape == ARG_WORD && !s.has_value) s.has_value = take_next_word(r, &value);
    apply_option(&c, value, s.has_value);
}

static void read_word(ArgReader *r, const Arg *arg) {
    Str text = arg->text;
    bool double_dash = text.n > 2 && str_starts(text, STR("--"));
    if (text.n > 1 && (text.p[0] == '-' || text.p[0] == '/'))
        read_option(r, arg, str_slice(text, double_dash ? 2 : 1, text.n), double_dash);
    else if (text.n)
        add_input(r->link, arg);
}

// /WHOLEARCHIVE:x.lib names an input and says something about it. Where x.lib is named as an input, too, that is the
// place where it stands in the link.
static void join_whole_archives(Options *o) {
    u32 kept = 0;
    for (u32 i = 0; i < o->inputs.count; i++) {
        InputSpec *spec = &o->inputs.at[i];
        bool again = false;
        for (u32 j = 0; spec->whole && j < o->inputs.count; j++) {
            if (j == i || !str_eq(o->inputs.at[j].path, spec->path)) continue;
            again |= !o->inputs.at[j].whole || j < i;
            o->inputs.at[j].whole = true;
        }
        if (!again) o->inputs.at[kept++] = *spec;
    }
    o->inputs.count = kept;
}

// ---- Environment

static void add_variable(Link *link, const char *name, ArgArray *args) {
    const char *text = getenv(name);
    if (text) args_split(link->arena, str(text), str(name), ARGS_LINK, args);
}

// The folders of LIB are separated by ';' as on Windows, where ':' stands in every path. Whoever separates them the
// Linux way has one folder with a strange name: say so.
static void read_lib_variable(Link *link) {
    const char *text = getenv("LIB");
    Str rest = str(text ? text : "");
    while (rest.n) {
        Str folder = take_part(&rest, ';');
        if (folder.n) ARRAY_PUSH(link->arena, &link->opt.lib_paths, folder);
        for (size_t i = 2; i + 1 < folder.n; i++) { // from 2: C:/lib is one folder
            if (folder.p[i] != ':' || folder.p[i + 1] != '/') continue;
            Message m = {.kind = MSG_WARNING, .code = 4902};
            m.text = arena_printf(link->arena, "LIB names the folder '%s'; folders are separated by ';'",
                                  show(link, folder));
            m.todo = STR("LIB='/first/folder;/second/folder'");
            diag_report(&link->diag, &m);
            break;
        }
    }
}

static void read_source_date_epoch(Link *link) {
    const char *text = getenv("SOURCE_DATE_EPOCH");
    u64 seconds;
    if (!text || !*text || link->opt.has_time_stamp) return;
    if (parse_number(str(text), &seconds) && seconds <= UINT32_MAX) {
        link->opt.has_time_stamp = true;
        link->opt.time_stamp = (u32)seconds;
    } else {
        diag_fatal(&link->diag, (Str){0}, 1117, "syntax error in option 'SOURCE_DATE_EPOCH=%s'", show(link, str(text)));
    }
}

// `-m i386pep` begins every command line that clang and gcc write for ld, in a response file when it is long.
static bool asks_for_gnu(const ArgArray *args) {
    for (u32 i = 0; i + 1 < args->count; i++) {
        if (!str_eq(args->at[i].text, STR("-m"))) continue;
        Str target = args->at[i + 1].text;
        if (str_eq(target, STR("i386pep")) || str_eq(target, STR("i386pe")) || str_eq(target, STR("arm64pe")))
            return true;
    }
    return false;
}

static bool collect_args(Link *link, int argc, char **argv, bool use_variables, ArgArray *args) {
    ArgArray words = {0};
    Message m = {0};
    if (use_variables) add_variable(link, "LINK", &words);
    args_from_argv(link->arena, argc, argv, &words);
    if (use_variables) add_variable(link, "_LINK_", &words);
    *args = (ArgArray){0};
    if (args_expand(link->arena, &words, link->opt.gnu ? ARGS_GNU : ARGS_LINK, args, &m)) return true;
    diag_report(&link->diag, &m);
    return false;
}

static void read_link_options(Link *link, const ArgArray *args) {
    if (!args->count) show_help(&(OptionContext){.link = link}, (Str){0});
    ArgReader r = {link, args, 0};
    while (r.next < args->count && !link->opt.only_help) read_word(&r, &args->at[r.next++]);
    join_whole_archives(&link->opt);
}

bool read_options(Link *link, int argc, char **argv) {
    ArgArray args;
    bool use_variables = !link->opt.gnu && !argv_has_option(argc, argv, "LLDIGNOREENV");
    if (!link->diag.error_limit) link->diag.error_limit = 20;
    if (argv_has_option(argc, argv, "ERRORFORMAT:JSON")) link->diag.json = true; // also for the options in front of it
    if (!collect_args(link, argc, argv, use_variables, &args)) return false;
    if (!link->opt.gnu && !link->opt.has_flavor && asks_for_gnu(&args)) {
        link->opt.gnu = true; // once more: quotes are different ones, and LINK is not for ld
        use_variables = false;
        if (!collect_args(link, argc, argv, false, &args)) return false;
    }
    if (link->opt.gnu)
        read_gnu_options(link, &args);
    else
        read_link_options(link, &args);
    if (link->opt.only_help) return false;
    link->opt.lib_path_options = link->opt.lib_paths.count;
    if (use_variables) read_lib_variable(link);
    read_source_date_epoch(link);
    return link->diag.error_count == 0;
}

// ---- Directives

// MSVC puts a byte-order mark in front when the directives are UTF-8; each of several sections may have one.
static Str without_bom(Str text) { return str_starts(text, STR("\xef\xbb\xbf")) ? str_slice(text, 3, text.n) : text; }

static void bare_directive(Link *link, InputFile *file, Str word) {
    Message m = {.kind = MSG_FATAL, .code = 1276, .file = file->name};
    m.text = arena_printf(link->arena, "invalid directive '%s' found; does not start with '/'", show(link, word));
    m.why = STR("the words of a .drectve section are options of the linker; a bare word would name a file, which an "
                "object may not do");
    diag_report(&link->diag, &m);
}

static void apply_directive(Link *link, InputFile *file, Str text) {
    if (text.p[0] != '/' && text.p[0] != '-') {
        bare_directive(link, file, text);
        return;
    }
    Str word = str_slice(text, 1, text.n);
    SplitOption s = split_option(word, false);
    OptionContext c = {link, &link->opt, link->arena, find_option(s.name), word, file, {0}};
    if (c.option && c.option->in_directives)
        apply_option(&c, s.value, s.has_value);
    else
        diag_warning(&link->diag, file->name, 4229, "invalid directive '/%s' encountered; ignored", show(link, word));
}

void apply_directives(Link *link, InputFile *file, Str text) {
    ArgArray words = {0};
    args_split(link->arena, without_bom(text), file->name, ARGS_LINK, &words);
    for (u32 i = 0; i < words.count; i++)
        if (words.at[i].text.n) apply_directive(link, file, words.at[i].text);
}

// ---- Help

static void print_class(Link *link, OptionClass class, const char *heading) {
    printf("\n%s\n", heading);
    for (u32 i = 0; i < option_count; i++) {
        const Option *o = &option_table[i];
        if (o->class != class) continue;
        Str arg = o->arg || o->shape == ARG_TOGGLE ? shown_argument(link, o) : STR("");
        Str left = arena_printf(link->arena, "/%s%.*s", o->name, STR_ARG(arg));
        printf("  %-30.*s%s%s\n", STR_ARG(left), left.n >= 30 ? "  " : "", o->help);
    }
}

void print_options_table(Link *link) {
    printf("usage: mylink [options] files...      objects, libraries, DLLs and @response files\n"
           "       mylink /LIB ...                work as mylib        mylink /DUMP ...     work as mydump\n"
           "       mylink /EDIT ...               change fields of finished images, as EDITBIN does\n"
           "       mylink -flavor gnu ...         read the options of GNU ld, as ld.mylink does\n"
           "The case of options does not matter; '-' and '--' do what '/' does.\n");
    print_class(link, OPTION_IMPLEMENTED, "Options:");
    print_class(link, OPTION_ACCEPTED, "Accepted, without effect on the image:");
    print_class(link, OPTION_REFUSED, "Refused:");
}
