// search.c - step 1: a name in an import table says which DLL, but not where it is.
//
// "my_dll.dll" may exist in ten folders. Which one is taken decides whose code runs, so the order matters to
// attackers too: who can put a file into a folder that is searched before the right one has planted a DLL.
//
//      safe order                          old order (--search=legacy)
//       1  redirection (prog.exe.local)     1-7 the same
//       2  API sets                         8  the current folder      <-- before the system's folders:
//       3  manifest (not read by myload)    9  system folder               a DLL planted in a download folder wins
//       4  modules already loaded          10  16-bit system folder
//       5  Known DLLs                      11  Windows folder
//       6  package (not a packaged app)    12  PATH
//       7  the program's folder
//       8  system folder   9 16-bit system folder   10 Windows folder
//      11  the current folder
//      12  the folders of PATH
//
// The program's folder comes before the system's in both orders: there only Known DLLs (kernel32 and its like) are
// safe from a namesake. A name with a folder in it is not searched for at all.
//
// The system's folders are played by --windows=FOLDER (FOLDER/system32, FOLDER/system, FOLDER) and by the DLLs that are
// built into myload: those live in the system folder, and the well-known ones are Known DLLs. [spec:
// dynamic-link-library-search-order]
#include "loader.h"

#include <sys/stat.h>

typedef struct {
    Process *p;
    Arena *a;
    Str name;       // with its ending
    Str asked_name; // as it was given
    Buffer tried;   // one line a place
    Found *found;
} Search;

// One place was looked at. The line goes to the trace, and into the reason when nothing is found in the end.
static void note_place(Search *s, int number, const char *place, const char *result) {
    trace(s->p, "search", "  %2d %s: %s", number, place, result);
    if (s->tried.n) buffer_put(&s->tried, "\n", 1);
    buffer_printf(&s->tried, "%s: %s", place, result);
}

static bool look_in_folder(Search *s, int number, const char *label, Str folder) {
    Str path = file_find_nocase(s->a, arena_cstr(s->a, folder), s->name);
    bool there = path.n && file_exists((const char *)path.p);
    const char *place = (const char *)arena_printf(s->a, "%s %s", label, printable(s->a, folder)).p;
    if (!there) {
        note_place(s, number, place, "not there");
        return false;
    }
    s->found->path = absolute_path(s->a, path);
    note_place(s, number, place, printable(s->a, s->found->path));
    return true;
}

Module *find_loaded(Process *p, Str name) {
    for (u32 i = 0; i < p->modules.count; i++)
        if (!p->modules.at[i]->is_data_file && str_eq_nocase(p->modules.at[i]->name, name)) return p->modules.at[i];
    return NULL;
}

// 1: a file prog.exe.local makes the program's folder come first whatever happens; a folder of that name is searched
// itself.
static bool look_at_redirection(Search *s) {
    Str local = arena_printf(s->a, "%.*s.local", STR_ARG(s->p->program_path));
    const char *place = (const char *)arena_printf(s->a, "redirection, %s", printable(s->a, path_name(local))).p;
    struct stat st;
    if (stat((const char *)local.p, &st) != 0) {
        note_place(s, 1, place, "no such file");
        return false;
    }
    note_place(s, 1, place, "is there");
    return look_in_folder(s, 1, "redirection,", S_ISDIR(st.st_mode) ? local : s->p->program_folder);
}

// 2: "api-ms-win-..." is not a file but a contract; a table says which DLL keeps it. The search goes on with that name.
static void look_at_api_sets(Search *s) {
    Str host = api_set_host(s->name);
    if (!host.n) {
        note_place(s, 2, "API sets", "not the name of one");
        return;
    }
    s->name = host;
    note_place(s, 2, "API sets", (const char *)arena_printf(s->a, "stands for %.*s", STR_ARG(host)).p);
}

// 4: the same name is the same DLL, wherever it was loaded from.
static bool look_at_loaded(Search *s) {
    s->found->loaded = find_loaded(s->p, s->name);
    note_place(s, 4, "modules already loaded", s->found->loaded ? "it is one" : "not one of them");
    return s->found->loaded != NULL;
}

static bool look_at_known(Search *s) {
    const BuiltinDll *dll = find_builtin(s->name);
    bool known = dll && dll->is_known;
    if (known) s->found->builtin = dll;
    note_place(s, 5, "Known DLLs", known ? "it is one, built into myload" : "not one of them");
    return known;
}

static bool look_in_system_folder(Search *s, int number) {
    if (s->p->options.windows_folder &&
        look_in_folder(s, number, "system folder", arena_printf(s->a, "%s/system32", s->p->options.windows_folder)))
        return true;
    s->found->builtin = find_builtin(s->name);
    note_place(s, number, "system folder C:\\windows\\system32", s->found->builtin ? "built into myload" : "not there");
    return s->found->builtin != NULL;
}

static bool look_in_windows_folders(Search *s, int number) {
    const char *windows = s->p->options.windows_folder;
    if (!windows) {
        note_place(s, number, "16-bit system folder C:\\windows\\system", "not there");
        note_place(s, number + 1, "Windows folder C:\\windows", "not there");
        return false;
    }
    return look_in_folder(s, number, "16-bit system folder", arena_printf(s->a, "%s/system", windows)) ||
           look_in_folder(s, number + 1, "Windows folder", str(windows));
}

// PATH as the program sees it: Windows folders, ';' between them.
static bool look_in_path(Search *s) {
    Str path = environment_value(s->p, s->a, STR("PATH"));
    for (size_t at = 0; at < path.n;) {
        Str rest = str_slice(path, at, path.n);
        Str folder = str_slice(rest, 0, str_find(rest, ';'));
        at += folder.n + 1;
        if (folder.n && look_in_folder(s, 12, "PATH,", host_path(s->p, s->a, folder))) return true;
    }
    return false;
}

static bool look_in_user_folders(Search *s) {
    for (u32 i = 0; i < s->p->user_directories.count; i++)
        if (look_in_folder(s, 8, "folder of AddDllDirectory", s->p->user_directories.at[i])) return true;
    return s->p->has_dll_directory && s->p->dll_directory.n &&
           look_in_folder(s, 8, "folder of SetDllDirectory", s->p->dll_directory);
}

//> standard-order
// Steps 7 to 12. `first` is the program's folder, or with LOAD_WITH_ALTERED_SEARCH_PATH the DLL's own.
static bool look_in_standard_order(Search *s, const char *label, Str first) {
    if (look_in_folder(s, 7, label, first)) return true;
    if (s->p->has_dll_directory) { // SetDllDirectory takes the place of the current folder
        if (s->p->dll_directory.n && look_in_folder(s, 8, "folder of SetDllDirectory", s->p->dll_directory)) return true;
        return look_in_system_folder(s, 9) || look_in_windows_folders(s, 10) || look_in_path(s);
    }
    if (s->p->options.search == SEARCH_LEGACY)
        return look_in_folder(s, 8, "current folder", STR(".")) || look_in_system_folder(s, 9) ||
               look_in_windows_folders(s, 10) || look_in_path(s);
    return look_in_system_folder(s, 8) || look_in_windows_folders(s, 9) ||
           look_in_folder(s, 11, "current folder", STR(".")) || look_in_path(s);
}
//< standard-order

// LOAD_LIBRARY_SEARCH_* flags: only the folders they name, in this order.
static bool look_by_flags(Search *s, u32 flags, Str load_folder) {
    if (flags & LOAD_LIBRARY_SEARCH_DEFAULT_DIRS)
        flags |= LOAD_LIBRARY_SEARCH_APPLICATION_DIR | LOAD_LIBRARY_SEARCH_USER_DIRS | LOAD_LIBRARY_SEARCH_SYSTEM32;
    if (flags & LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR && load_folder.n &&
        look_in_folder(s, 7, "folder of the DLL", load_folder))
        return true;
    if (flags & LOAD_LIBRARY_SEARCH_APPLICATION_DIR && look_in_folder(s, 7, "program's folder", s->p->program_folder))
        return true;
    if (flags & LOAD_LIBRARY_SEARCH_USER_DIRS && look_in_user_folders(s)) return true;
    return flags & LOAD_LIBRARY_SEARCH_SYSTEM32 && look_in_system_folder(s, 8);
}

//> look-everywhere
static bool look_everywhere(Search *s, u32 flags, Str load_folder) {
    enum { BY_FLAGS = 0x1f00 };
    if (look_at_redirection(s)) return true;
    look_at_api_sets(s);
    note_place(s, 3, "manifest", "myload reads none");
    if (look_at_loaded(s) || look_at_known(s)) return true;
    note_place(s, 6, "package", "the program is not a packaged app");
    if (!(flags & BY_FLAGS)) flags |= s->p->search_flags;
    if (flags & BY_FLAGS) return look_by_flags(s, flags, load_folder);
    if (flags & LOAD_WITH_ALTERED_SEARCH_PATH && load_folder.n)
        return look_in_standard_order(s, "folder of the DLL given by its path", load_folder);
    return look_in_standard_order(s, "program's folder", s->p->program_folder);
}
//< look-everywhere

// A name with a folder in it means that file and no other, found by its identity among the loaded ones.
static bool look_at_path(Search *s) {
    Str path = host_path(s->p, s->a, s->name);
    struct stat st;
    bool there = file_exists((const char *)path.p) && stat((const char *)path.p, &st) == 0;
    note_place(s, 0, (const char *)arena_printf(s->a, "the path itself, %s", printable(s->a, path)).p,
               there ? "is there" : "no such file");
    if (!there) return false;
    FileIdentity id = {(u64)st.st_dev, (u64)st.st_ino};
    for (u32 i = 0; i < s->p->modules.count; i++) {
        Module *module = s->p->modules.at[i];
        if (!module->builtin && !module->is_data_file && same_file(module->id, id)) s->found->loaded = module;
    }
    s->found->path = absolute_path(s->a, path);
    return true;
}

// "C:\windows\system32\x.dll" names a built-in DLL by its place.
static bool is_in_system_folder(Str name) {
    Str folder = path_folder(name);
    return str_eq_nocase(folder, STR("C:\\windows\\system32")) || str_eq_nocase(folder, STR("C:/windows/system32"));
}

bool search_dll(Process *p, Arena *a, Str name, u32 flags, Str load_folder, Found *found, Str *tried) {
    Search s = {.p = p, .a = a, .name = name, .asked_name = name, .tried = {.arena = a}, .found = found};
    *found = (Found){0};
    Str last = path_name(name);
    if (last.n && last.p[last.n - 1] == '.') // "name." means: without ending
        s.name = str_slice(name, 0, name.n - 1);
    else if (str_find(last, '.') == last.n)
        s.name = arena_printf(a, "%.*s.dll", STR_ARG(name));
    bool there;
    if (last.n != name.n && is_in_system_folder(s.name) && find_builtin(path_name(s.name))) {
        s.name = path_name(s.name);
        there = look_at_loaded(&s) || look_in_system_folder(&s, 8);
    } else {
        there = last.n != name.n ? look_at_path(&s) : look_everywhere(&s, flags, load_folder);
    }
    *tried = buffer_str(&s.tried);
    return there;
}
