// input.c - from names on the command line to InputFiles and InputLibraries.
//
// An object enters the link whole and at once: its sections, its symbols, its directives. A library enters as an index
// only (library.c).
//
// Where a name is looked for [spec: link-input-files]:
//
//      1. as it is written (and with '/' where a Windows build wrote '\')
//      2. in each folder of /LIBPATH, then of the LIB variable
//      3. for libraries: among the import libraries that come with mylink, last of all
//
// Library names on Windows disks have no case (kernel32.Lib, WS2_32.lib); so none is asked for here either.
#include "linker.h"

const char *show(Link *link, Str name) { return printable(link->arena, name); }

const char *show_symbol(Link *link, Str name) {
    bool wanted = link->opt.demangle != TRI_OFF;
    Str text = wanted ? microsoft_declaration(link->arena, name) : (Str){0};
    if (!text.n && wanted) text = itanium_declaration(link->arena, name);
    if (!text.n && wanted) text = plain_cxx_name(link->arena, name);
    if (!text.n) return show(link, name);
    return (const char *)arena_printf(link->arena, "\"%s\" (%s)", show(link, text), show(link, name)).p;
}

// ---- Objects

static void read_directives(Link *link, InputFile *file) {
    if (!file->first_directives) return;
    for (u32 num = file->first_directives; num <= file->coff.section_count; num++) {
        CoffSection s = coff_section(&file->coff, num);
        if (str_eq(s.name, STR(".drectve")) && s.data) apply_directives(link, file, (Str){s.data, s.size});
    }
}

// "compile it for x64 (nasm: -f win64; clang: --target=x86_64-pc-windows-msvc), or all others for x86"
static Str how_to_agree(Link *link, u16 machine, Str name) {
    u16 target = link->machine->id;
    const char *is = coff_machine_name(machine), *wanted = coff_machine_name(target);
    const char *nasm = target == IMAGE_FILE_MACHINE_AMD64 ? "nasm: -f win64; " : target == IMAGE_FILE_MACHINE_I386 ? "nasm: -f win32; " : "";
    const char *triple = target == IMAGE_FILE_MACHINE_AMD64 ? "x86_64" : target == IMAGE_FILE_MACHINE_I386 ? "i686" : "aarch64";
    const char *others = link->machine_file ? "all others" : "everything";
    if (str_ends(name, STR(")"))) // a member of a library, which somebody else compiled
        return arena_printf(link->arena, "take the library that was built for %s (libraries have a folder for each machine), or compile everything for %s",
                            wanted, is);
    return arena_printf(link->arena, "compile it for %s (%sclang: --target=%s-pc-windows-msvc), or %s for %s%s%s", wanted, nasm, triple,
                        others, is, link->machine_file ? "" : " with /MACHINE:", link->machine_file ? "" : is);
}

// The first object that has a machine decides for all, unless /MACHINE did. Machine 0 objects (aliases only) fit anywhere.
static bool check_machine(Link *link, u16 machine, Str name, InputFile *file) {
    if (machine == IMAGE_FILE_MACHINE_UNKNOWN) return true;
    if (!link->machine) {
        link->machine = find_machine(machine);
        link->machine_file = file;
        if (link->machine) return true;
        diag_report(&link->diag, &(Message){.kind = MSG_FATAL, .code = 1112, .file = name,
            .text = arena_printf(link->arena, "module machine type '%s' (0x%X) is not one that mylink links for",
                                 coff_machine_name(machine), machine),
            .todo = STR("mylink links for x64, x86 and ARM64; compile for one of these")});
        return false;
    }
    if (link->machine->id == machine) return true;
    Str why = link->machine_file
        ? arena_printf(link->arena, "the first object, %s, is for %s and so decided the target",
                       show(link, link->machine_file->name), coff_machine_name(link->machine->id))
        : arena_printf(link->arena, "/MACHINE:%s on the command line decided the target", coff_machine_name(link->machine->id));
    Str todo = how_to_agree(link, machine, name);
    diag_report(&link->diag, &(Message){.kind = MSG_FATAL, .code = 1112, .file = name, .why = why, .todo = todo,
        .text = arena_printf(link->arena, "module machine type '%s' conflicts with target machine type '%s'%s%s",
                             coff_machine_name(machine), coff_machine_name(link->machine->id),
                             link->machine_file ? " of " : "",
                             link->machine_file ? show(link, link->machine_file->name) : "")});
    return false;
}

static void enter_file(Link *link, InputFile *file, InputLibrary *library) {
    file->library = library;
    file->idx = link->files.count;
    file->pulled_by = link->pulling;
    file->pulled_for = link->pulling ? link->pulling->file : NULL;
    ARRAY_PUSH(link->arena, &link->files, file);
}

// What is to be done with a prepared object; it depends on the objects before it.
static InputFile *enter_object(Link *link, InputFile *file, InputLibrary *library) {
    tell_progress(link);
    if (!check_machine(link, file->coff.machine, file->name, file)) return NULL;
    enter_file(link, file, library);
    resolve_file(link, file);
    read_directives(link, file);
    return file;
}

Arena new_arena(const Link *link) {
    return (Arena){.out_of_memory = link->arena->out_of_memory, .context = link->arena->context};
}

InputFile *enter_prepared(Link *link, InputFile *file, InputLibrary *library, const Message *m) {
    if (file) return enter_object(link, file, library);
    diag_report(&link->diag, m);
    return NULL;
}

InputFile *add_object(Link *link, Str bytes, Str name, InputLibrary *library) {
    Message m = {0};
    Arena scratch = new_arena(link);
    InputFile *file = prepare_object(link, link->arena, &scratch, bytes, name, &m);
    file = enter_prepared(link, file, library, &m);
    arena_free(&scratch);
    return file;
}

void attach_object(Link *link, InputFile *file, CoffBuilder *b) {
    Message m = {0};
    if (!coff_open(&file->coff, b->arena, coff_write(b, link->arena), file->name, &m)) {
        m.text = arena_printf(link->arena, "internal error: %s", show(link, m.text));
        diag_report(&link->diag, &m);
        file->coff = (CoffObject){.name = file->name, .machine = link->machine->id};
        return;
    }
    prepare_tables(link, file, link->arena, b->arena);
    resolve_file(link, file);
    for (u32 i = 0; i < file->section_count; i++) file->sections[i].live = true;
}

InputFile *add_synthetic_object(Link *link, CoffBuilder *b, const char *name) {
    InputFile *file = ARENA_NEW(link->arena, InputFile);
    *file = (InputFile){.kind = FILE_OBJECT, .name = str(name)};
    enter_file(link, file, NULL);
    file->is_synthetic = true;
    attach_object(link, file, b);
    return file;
}

// ---- Short imports: __imp_NAME is a slot of the import address table, NAME (code only) a jump through it

InputFile *add_import(Link *link, const ImportObject *imp, Str name, InputLibrary *library) {
    InputFile *file = ARENA_NEW(link->arena, InputFile);
    *file = (InputFile){.kind = FILE_IMPORT, .name = name, .import = *imp};
    //> promise-import
    if (!check_machine(link, imp->machine, name, file)) return NULL;
    enter_file(link, file, library);
    file->slot = intern(link, arena_concat(link->arena, STR("__imp_"), imp->symbol));
    define_symbol(link, file->slot, SYM_IMPORT_SLOT, file, NULL, 0);
    if (imp->type == IMPORT_OBJECT_DATA) return file;
    file->thunk = intern(link, imp->symbol);
    define_symbol(link, file->thunk, imp->type == IMPORT_OBJECT_CODE ? SYM_IMPORT_THUNK : SYM_IMPORT_SLOT, file, NULL, 0);
    return file;
    //< promise-import
}

// ---- Finding files

Str file_name(Str path) {
    for (size_t i = path.n; i > 0; i--)
        if (path.p[i - 1] == '/' || path.p[i - 1] == '\\') return str_slice(path, i, path.n);
    return path;
}

static Str join_path(Link *link, Str folder, Str name) {
    bool slash = folder.n && folder.p[folder.n - 1] == '/';
    return arena_concat(link->arena, slash ? folder : arena_concat(link->arena, folder, STR("/")), name);
}

static bool has_folder(Str name) { return str_find(name, '/') < name.n || str_find(name, '\\') < name.n; }

static Str with_slashes(Link *link, Str name) {
    Str copy = arena_copy(link->arena, name);
    u8 *p = (u8 *)copy.p; // ours: just made
    for (size_t i = 0; i < copy.n; i++)
        if (p[i] == '\\') p[i] = '/';
    return copy;
}

// build/mylink finds build/lib/x64; PREFIX/bin/mylink finds PREFIX/lib/mylink/x64.
StrArray built_in_folders(Link *link) {
    static const char *const places[] = {"lib", "../lib/mylink", "../lib"};
    StrArray folders = {0};
    Str home = program_folder(link->arena);
    for (size_t i = 0; link->machine && home.n && i < sizeof places / sizeof *places; i++)
        ARRAY_PUSH(link->arena, &folders, arena_printf(link->arena, "%.*s/%s/%s", STR_ARG(home), places[i], link->machine->name));
    return folders;
}

static Str built_in_library(Link *link, Str name) {
    StrArray folders = built_in_folders(link);
    for (u32 i = 0; i < folders.count; i++) {
        Str path = file_find_nocase(link->arena, (const char *)folders.at[i].p, name);
        if (!path.n) continue;
        if (link->opt.verbose) printf("    Using mylink's own %s\n", show(link, path));
        return path;
    }
    return STR("");
}

// The path of an input, or an empty Str. See the top of this file for the places.
static Str find_input(Link *link, Str name, bool is_library) {
    const char *path = arena_cstr(link->arena, name);
    if (file_exists(path)) return str(path);
    Str slashed = with_slashes(link, name);
    if (file_exists((const char *)slashed.p)) return slashed;
    if (str_find(name, '\\') < name.n) { // Windows wrote it: folders have no case there
        Str found = file_find_path_nocase(link->arena, slashed);
        if (found.n) return found;
    }
    Str elsewhere = overlay_path(link, slashed);
    if (elsewhere.n) return arena_copy(link->arena, elsewhere);
    if (has_folder(name)) { // the case of the last component is still free
        size_t slash = str_rfind(slashed, '/');
        Str folder = arena_copy(link->arena, str_slice(slashed, 0, slash));
        return is_library ? file_find_nocase(link->arena, folder.n ? (const char *)folder.p : "/",
                                             str_slice(slashed, slash + 1, slashed.n)) : STR("");
    }
    if (is_library) {
        Str found = file_find_nocase(link->arena, ".", name);
        if (found.n) return file_name(found);
    }
    for (u32 i = 0; i < link->opt.lib_paths.count; i++) {
        Str folder = with_slashes(link, link->opt.lib_paths.at[i]);
        Str found = is_library ? file_find_nocase(link->arena, arena_cstr(link->arena, folder), name)
                               : join_path(link, folder, name);
        if (found.n && file_exists((const char *)found.p)) return found;
        elsewhere = overlay_path(link, join_path(link, folder, name));
        if (elsewhere.n) return arena_copy(link->arena, elsewhere);
    }
    return is_library ? built_in_library(link, name) : STR("");
}

static Str with_extension(Link *link, Str name, const char *extension) {
    if (str_find(file_name(name), '.') < file_name(name).n) return name;
    return arena_concat(link->arena, name, str(extension));
}

static void report_not_found(Link *link, Str name) {
    bool is_library = str_ends_nocase(name, STR(".lib")) || str_ends_nocase(name, STR(".a"));
    // [link.exe]: LNK1104 for libraries, LNK1181 for other inputs.
    Message m = {.kind = MSG_FATAL, .code = is_library ? 1104 : 1181};
    m.text = arena_printf(link->arena, is_library ? "cannot open file '%s'" : "cannot open input file '%s'", show(link, name));
    if (diag_wants_details(&link->diag)) explain_not_found(link, name, is_library, &m);
    diag_report(&link->diag, &m);
}

// ---- Reading

static InputLibrary *seen_library(const Link *link, FileIdentity id) {
    for (u32 i = 0; i < link->libraries.count; i++)
        if (same_file(link->libraries.at[i]->id, id)) return link->libraries.at[i];
    return NULL;
}

static void refuse_input(Link *link, Str path, FileType type) {
    const char *what = "is neither an object nor a library";
    const char *todo = "mylink reads COFF objects (.obj, .o), libraries (.lib, .a), DLLs and resources (.res)";
    if (type == FILE_TYPE_ELF)
        what = "is an ELF file, made for Linux", todo = "compile it for Windows: nasm -f win64, clang --target=x86_64-pc-windows-msvc";
    if (str_ends_nocase(path, STR(".rc")))
        what = "is a resource script", todo = "compile it first: windres in.rc out.res, or llvm-rc";
    if (str_ends_nocase(path, STR(".def")))
        what = "is a module-definition file", todo = "pass it with /DEF:";
    diag_report(&link->diag, &(Message){.kind = MSG_FATAL, .code = 1107, .file = path, .todo = str(todo),
        .text = arena_printf(link->arena, "invalid or corrupt file: cannot read at 0x0: it %s", what)});
}

typedef struct { // one input on its way in
    const Link *link;
    Str path;
    bool is_default, whole;
    bool ok;
    Str bytes;
    FileIdentity id;
    FileState state;
    FileType type;
    InputFile *object; // prepared, when it is one
    Arena *scratch;    // for what is needed until it has been entered
    Message m;         // why not, when !ok
} LoadedFile;

static void load_file(void *context, u32 item, u32 worker) {
    LoadedFile *in = &((LoadedFile *)context)[item];
    Arena *arena = in->link->workers.arenas[worker];
    in->ok = file_map(arena, (const char *)in->path.p, &in->bytes, &in->id, &in->state, &in->m);
    if (!in->ok) return;
    in->type = identify_file(in->bytes);
    if (in->type != FILE_TYPE_COFF && in->type != FILE_TYPE_LTCG_OBJECT && in->type != FILE_TYPE_BITCODE) return;
    in->object = prepare_object(in->link, arena, in->scratch, in->bytes, in->path, &in->m);
    in->ok = in->object != NULL;
}

static void enter_loaded_file(Link *link, LoadedFile *in) {
    Message m = {0};
    if (!in->ok) {
        diag_report(&link->diag, &in->m);
        return;
    }
    bool is_mapped_library = in->state.is_mapped && in->type == FILE_TYPE_ARCHIVE;
    ARRAY_PUSH(link->arena, &link->read_files,
               ((ReadFile){in->id, in->state, in->path, is_mapped_library ? in->bytes : (Str){0}}));
    switch (in->type) {
    case FILE_TYPE_ARCHIVE:
    case FILE_TYPE_THIN_ARCHIVE: {
        InputLibrary *seen = seen_library(link, in->id);
        if (!seen) add_archive(link, in->bytes, in->path, in->id, in->is_default, in->whole);
        else if (in->whole && !seen->whole) whole_archive(link, seen); // named in another way, without /WHOLEARCHIVE
        break;
    }
    case FILE_TYPE_COFF:
    case FILE_TYPE_LTCG_OBJECT:
    case FILE_TYPE_BITCODE: enter_object(link, in->object, NULL); break;
    case FILE_TYPE_IMPORT_OBJECT: {
        ImportObject imp;
        if (import_obj_open(&imp, link->arena, in->bytes, in->path, &m)) add_import(link, &imp, in->path, NULL);
        else diag_report(&link->diag, &m);
        break;
    }
    case FILE_TYPE_IMAGE: {
        Str library;
        if (!library_from_dll(link, in->bytes, in->path, &library, &m)) diag_report(&link->diag, &m);
        else if (!seen_library(link, in->id)) add_archive(link, library, in->path, in->id, in->is_default, in->whole);
        break;
    }
    case FILE_TYPE_RES: add_resource_file(link, in->bytes, in->path); break;
    default: refuse_input(link, in->path, in->type);
    }
}

static void add_file(Link *link, Str path, bool is_default) {
    Arena scratch = new_arena(link);
    LoadedFile in = {.link = link, .path = path, .is_default = is_default, .scratch = &scratch};
    load_file(&in, 0, 0);
    enter_loaded_file(link, &in);
    arena_free(&scratch);
}

static bool is_library_name(Str name) {
    return str_ends_nocase(name, STR(".lib")) || str_ends_nocase(name, STR(".a")) || str_ends_nocase(name, STR(".dll")) ||
           str_ends_nocase(name, STR(".rlib"));
}

// Below this threads cost as much as they give: 5 MB of objects took 20.6 ms with one and 21.3 with two, 11.6 MB 27.8 and 26.9.
// Of a library most programs need little.
enum { BYTES_WORTH_A_THREAD = 8 << 20, LIBRARY_PART = 10 };

static void choose_workers(Link *link) {
    u64 bytes = 0;
    for (u32 i = 0; i < link->opt.inputs.count && bytes < BYTES_WORTH_A_THREAD; i++) {
        const InputSpec *spec = &link->opt.inputs.at[i];
        bool is_part = is_library_name(spec->path) && !spec->whole && !link->opt.whole_archive;
        bytes += file_length(arena_cstr(link->arena, spec->path)) / (is_part ? LIBRARY_PART : 1);
    }
    u32 count = link->opt.threads ? link->opt.threads : available_threads();
    if (bytes < BYTES_WORTH_A_THREAD) count = 1;
    link->workers.worker_count = count < MOST_WORKERS ? count : MOST_WORKERS;
    link->workers.arenas[0] = link->arena;
    for (u32 i = 1; i < link->workers.worker_count; i++) {
        Arena *arena = ARENA_NEW(link->arena, Arena);
        *arena = new_arena(link);
        link->workers.arenas[i] = arena;
    }
}

typedef ARRAY(LoadedFile) LoadedFiles;

Str find_input_file(Link *link, Str written) {
    Str name = with_extension(link, written, ".obj"); // [spec: link-input-files]
    bool is_library = is_library_name(name);
    Str path = find_input(link, written, is_library);
    if (!path.n) path = find_input(link, name, is_library);
    if (!path.n) report_not_found(link, name);
    return path;
}

static void find_inputs(Link *link, LoadedFiles *found, bool libraries) {
    for (u32 i = 0; i < link->opt.inputs.count; i++) {
        InputSpec *spec = &link->opt.inputs.at[i];
        if (spec->lazy_group || is_library_name(spec->path) != libraries) continue;
        Str path = find_input_file(link, spec->path);
        if (path.n) ARRAY_PUSH(link->arena, found, ((LoadedFile){.link = link, .path = path, .whole = spec->whole}));
    }
}

// The objects of each /START-LIB, as a library.
static void add_lazy_groups(Link *link) {
    for (u32 group = 1; group <= link->opt.lazy_group_count; group++) {
        Str bytes;
        if (!make_lazy_library(link, group, &bytes)) continue;
        add_archive(link, bytes, STR("/START-LIB"), (FileIdentity){0}, false, false);
        if (link->libraries.count) link->libraries.at[link->libraries.count - 1]->of_objects = true;
    }
}

// Files are prepared side by side, and entered in command-line order, one by one, while others are prepared. Those that are
// prepared are only a few files ahead: what was read about a file is then entered while it is still in the processor's
// cache. (Half of the time to read 800 objects of a C++ program.)
enum { FILES_AHEAD = MOST_AHEAD / MOST_WORKERS }; // for each worker; one that works alone enters each file at once

typedef struct {
    Link *link;
    LoadedFile *files;
    u32 ahead;
    Arena scratch[MOST_AHEAD]; // one for each file that is not yet entered, used again for later ones
} ReadJob;

static void load_next_file(void *context, u32 item, u32 worker) {
    ReadJob *job = context;
    job->files[item].scratch = &job->scratch[item % job->ahead];
    load_file(job->files, item, worker);
}

static bool enter_next_file(void *context, u32 item) {
    ReadJob *job = context;
    if (!job->link->diag.fatal_count) enter_loaded_file(job->link, &job->files[item]);
    arena_clear(job->files[item].scratch);
    return !job->link->diag.fatal_count;
}

static void read_files(Link *link, bool libraries) {
    LoadedFiles found = {0};
    find_inputs(link, &found, libraries);
    u32 workers = link->workers.worker_count;
    ReadJob job = {.link = link, .files = found.at, .ahead = workers == 1 ? 1 : workers * FILES_AHEAD};
    for (u32 i = 0; i < job.ahead; i++) job.scratch[i] = new_arena(link);
    if (!link->diag.fatal_count) parallel_pipeline(&link->workers, found.count, job.ahead, load_next_file, enter_next_file, &job);
    for (u32 i = 0; i < job.ahead; i++) arena_free(&job.scratch[i]);
}

void read_inputs(Link *link) {
    if (link->opt.verbose) printf("Starting pass 1\n");
    if (link->opt.machine) link->machine = find_machine(link->opt.machine);
    choose_workers(link);
    // Libraries come after all objects: which of mylink's own libraries is meant depends on the machine.
    if (link->opt.vfs_overlay.n) read_overlay(link, link->opt.vfs_overlay);
    read_files(link, false);
    add_sysroot_folders(link);
    if (!link->diag.fatal_count) add_lazy_groups(link);
    if (!link->diag.fatal_count) read_files(link, true);
}

// ---- Default libraries: named by /DEFAULTLIB, mostly in the directives of objects

// "libcmt" and "LIBCMT.lib" are the same library.
static bool same_library_name(Str a, Str b) {
    if (str_ends_nocase(a, STR(".lib"))) a.n -= 4;
    if (str_ends_nocase(b, STR(".lib"))) b.n -= 4;
    return str_eq_nocase(a, b);
}

// The same text for all spellings of a library. An object can name tens of thousands, so sets of these are kept.
static Str library_key(Link *link, Str name) {
    if (str_ends_nocase(name, STR(".lib"))) name.n -= 4;
    u8 *p = arena_alloc(link->arena, name.n);
    for (size_t i = 0; i < name.n; i++) p[i] = ascii_lower(name.p[i]);
    return (Str){p, name.n};
}

static bool is_excluded(Link *link, Str name) {
    if (link->opt.no_default_lib_at_all) return true;
    for (u32 *i = &link->no_default_libs_seen; *i < link->opt.no_default_libs.count; ++*i)
        name_set_add(link->arena, &link->excluded_libraries, library_key(link, file_name(link->opt.no_default_libs.at[*i])));
    return name_set_find(&link->excluded_libraries, library_key(link, file_name(name))) != UINT32_MAX;
}

static bool is_open(Link *link, Str name) {
    for (u32 i = 0; i < link->libraries.count; i++)
        if (same_library_name(file_name(name), link->libraries.at[i]->name)) return true;
    return name_set_find(&link->missing_library_keys, library_key(link, name)) != UINT32_MAX;
}

void open_own_library(Link *link, Str name) {
    Str path = is_open(link, name) ? STR("") : built_in_library(link, name);
    if (path.n) add_file(link, path, true);
}

void open_default_libraries(Link *link) {
    for (; link->default_libs_opened < link->opt.default_libs.count; link->default_libs_opened++) {
        Str name = with_extension(link, link->opt.default_libs.at[link->default_libs_opened], ".lib");
        if (is_excluded(link, name) || is_open(link, name)) continue;
        Str path = find_input(link, name, true);
        // masm32's objects say \masm32\lib\kernel32.lib, a place on their author's disk: any library of that name will do.
        if (!path.n && has_folder(name)) path = find_input(link, file_name(name), true);
        if (path.n) {
            add_file(link, path, true);
        } else {
            ARRAY_PUSH(link->arena, &link->missing_libraries, name);
            name_set_add(link->arena, &link->missing_library_keys, library_key(link, name));
        }
    }
}
