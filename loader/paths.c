// paths.c - two ways to write one place: /home/me/my.dll here, Z:\home\me\my.dll for the program.
//
// A Windows program expects drive letters and backslashes, and does not care about upper and lower case. As under Wine,
// drive Z: is this machine's root folder. C:\windows is the folder given with --windows; without it nothing is there
// but the built-in DLLs. Relative names stay relative to the current folder of the myload process.
#include "loader.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

static bool is_separator(u8 c) { return c == '/' || c == '\\'; }

Str path_name(Str path) {
    size_t start = path.n;
    while (start > 0 && !is_separator(path.p[start - 1])) start--;
    return str_slice(path, start, path.n);
}

Str path_folder(Str path) {
    size_t end = path.n;
    while (end > 0 && !is_separator(path.p[end - 1])) end--;
    if (end == 0) return STR(".");
    return str_slice(path, 0, end > 1 ? end - 1 : 1);
}

Str absolute_path(Arena *a, Str path) {
    const char *given = arena_cstr(a, path);
    char *resolved = realpath(given, NULL);
    Str result;
    if (resolved) {
        result = arena_copy(a, str(resolved));
        free(resolved);
    } else if (path.n && path.p[0] == '/') {
        result = arena_copy(a, path);
    } else {
        char *here = getcwd(NULL, 0);
        result = arena_printf(a, "%s/%s", here ? here : "", given);
        free(here);
    }
    return result;
}

// The host folder or name that a drive letter stands for. A drive that is not there gets a path that cannot exist.
static const char *drive_root(const Process *p, Str *path) {
    u8 letter = ascii_lower(path->p[0]);
    *path = str_slice(*path, 2, path->n);
    if (letter == 'z') return "";
    if (letter == 'c' && p->options.windows_folder && str_starts_nocase(*path, STR("\\windows"))) {
        *path = str_slice(*path, sizeof "\\windows" - 1, path->n);
        return p->options.windows_folder;
    }
    return "/dev/null/no such drive";
}

// The name that `part` has in `folder` when case does not matter: the exact one, or the first in byte order.
static Str name_in_folder(Arena *a, const char *folder, Str part) {
    FileNames names = file_list(a, folder);
    Str found = part;
    for (u32 i = names.count; i > 0; i--) {
        if (str_eq(names.at[i - 1], part)) return part;
        if (str_eq_nocase(names.at[i - 1], part)) found = names.at[i - 1];
    }
    return found;
}

// Replaces components that exist only in another case by the names that exist. The last one may be missing: it may be
// about to be created.
static Str fix_case(Arena *a, Str path) {
    if (access((const char *)path.p, F_OK) == 0 || errno != ENOENT) return path;
    Str done = path.n && path.p[0] == '/' ? STR("/") : STR("");
    for (size_t at = 0; at < path.n;) {
        Str rest = str_slice(path, at, path.n);
        Str part = str_slice(rest, 0, str_find(rest, '/'));
        at += part.n + 1;
        if (!part.n) continue;
        Str name = name_in_folder(a, done.n ? arena_cstr(a, done) : ".", part);
        bool first = !done.n || done.p[done.n - 1] == '/';
        done = arena_printf(a, "%.*s%s%.*s", (int)done.n, (const char *)done.p, first ? "" : "/", (int)name.n,
                            (const char *)name.p);
    }
    return done;
}

Str host_path(const Process *p, Arena *a, Str path) {
    if (path.n > 3 * PATH_MAX) path.n = 3 * PATH_MAX; // no system call takes more; it says ENAMETOOLONG then
    if (str_starts(path, STR("\\\\?\\"))) path = str_slice(path, 4, path.n);
    const char *root = path.n >= 2 && path.p[1] == ':' ? drive_root(p, &path) : "";
    Str result = arena_printf(a, "%s%.*s", root, (int)path.n, (const char *)path.p);
    u8 *bytes = (u8 *)(uintptr_t)result.p; // our own copy
    for (size_t i = 0; i < result.n; i++)
        if (bytes[i] == '\\') bytes[i] = '/';
    return fix_case(a, result);
}

Str windows_path(const Process *p, Arena *a, Str path) {
    Str absolute = absolute_path(a, path);
    const char *drive = "Z:";
    if (p->options.windows_folder) {
        Str windows = absolute_path(a, str(p->options.windows_folder));
        bool inside = str_starts(absolute, windows) && (absolute.n == windows.n || absolute.p[windows.n] == '/');
        if (inside) drive = "C:\\windows", absolute = str_slice(absolute, windows.n, absolute.n);
    }
    Str result = arena_printf(a, "%s%.*s", drive, (int)absolute.n, (const char *)absolute.p);
    u8 *bytes = (u8 *)(uintptr_t)result.p;
    for (size_t i = 0; i < result.n; i++)
        if (bytes[i] == '/') bytes[i] = '\\';
    return result;
}
