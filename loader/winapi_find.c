// winapi_find.c - FindFirstFile: the files of a folder that match a pattern. Plugin hosts find their DLLs this way.
//
//      FindFirstFileA("plugins\\*.dll")  ->  folder plugins, pattern *.dll
//
// The names are read at once and sorted (by their lower-case form), so that a program prints the same list everywhere.
#include "crt.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

typedef struct FindState {
    Arena arena;
    const char *folder;
    ARRAY(Str) names;
    u32 next;
} FindState;

typedef struct { // WIN32_FIND_DATAA / W
    DWORD attributes;
    FileTime created, accessed, written;
    DWORD size_high, size_low, reserved0, reserved1;
} FindDataHead;

typedef struct {
    FindDataHead head;
    char name[260], short_name[14];
} FindDataA;

typedef struct {
    FindDataHead head;
    WCHAR name[260], short_name[14];
} FindDataW;

// '*' any run, '?' one character; "*.*" means everything, also names without a dot. Keeps one place to go back to
// instead of recursing.
static bool matches(Str pattern, Str name) {
    if (str_eq(pattern, STR("*.*"))) return true;
    size_t p = 0, n = 0, star = SIZE_MAX, star_n = 0;
    while (n < name.n) {
        if (p < pattern.n && pattern.p[p] == '*') {
            star = p++;
            star_n = n;
        } else if (p < pattern.n && (pattern.p[p] == '?' || ascii_lower(pattern.p[p]) == ascii_lower(name.p[n]))) {
            p++, n++;
        } else if (star != SIZE_MAX) {
            p = star + 1;
            n = ++star_n;
        } else {
            return false;
        }
    }
    while (p < pattern.n && pattern.p[p] == '*') p++;
    return p == pattern.n;
}

static int compare_nocase(const void *x, const void *y) {
    const Str *a = x, *b = y;
    for (size_t i = 0; i < a->n && i < b->n; i++) {
        int order = ascii_lower(a->p[i]) - ascii_lower(b->p[i]);
        if (order) return order;
    }
    return (a->n > b->n) - (a->n < b->n);
}

static FindState *read_matches(Str text) {
    Process *p = current_process();
    FindState *find = calloc(1, sizeof *find);
    if (!find) return NULL;
    Str host = host_path(p, &find->arena, text);
    Str pattern = arena_copy(&find->arena, path_name(host));
    find->folder = arena_cstr(&find->arena, path_folder(host));
    DIR *dir = opendir(find->folder);
    set_last_error(dir ? ERROR_FILE_NOT_FOUND : ERROR_PATH_NOT_FOUND);
    if (dir) {
        for (struct dirent *entry; (entry = readdir(dir)) != NULL;)
            if (matches(pattern, str(entry->d_name)))
                ARRAY_PUSH(&find->arena, &find->names, arena_copy(&find->arena, str(entry->d_name)));
        closedir(dir);
    }
    if (find->names.count) qsort(find->names.at, find->names.count, sizeof *find->names.at, compare_nocase);
    return find;
}

static void free_find(FindState *find) {
    arena_free(&find->arena);
    free(find);
}

// The next name whose file still exists.
static bool next_file(FindState *find, FindDataHead *head, Str *name) {
    while (find->next < find->names.count) {
        *name = find->names.at[find->next++];
        Str path = arena_printf(&find->arena, "%s/%.*s", find->folder, (int)name->n, (const char *)name->p);
        struct stat st;
        if (stat((const char *)path.p, &st) != 0) continue;
        FileTime t = file_time_of((u64)st.st_mtim.tv_sec, (u64)st.st_mtim.tv_nsec);
        *head = (FindDataHead){.attributes = S_ISDIR(st.st_mode) ? 16 : 32,
                               .created = t,
                               .accessed = t,
                               .written = t,
                               .size_high = (DWORD)((u64)st.st_size >> 32),
                               .size_low = (DWORD)st.st_size};
        return true;
    }
    return false;
}

static void fill_a(FindDataA *data, Str name) {
    give_text(name, data->name, sizeof data->name);
    data->short_name[0] = 0;
}

static void fill_w(FindDataW *data, Str name) {
    give_text_w(name, data->name, sizeof data->name / sizeof *data->name);
    data->short_name[0] = 0;
}

static HANDLE open_find(Str pattern, FindDataHead *head, Str *name) {
    FindState *find = read_matches(pattern);
    if (!find || !next_file(find, head, name)) {
        if (find) free_find(find);
        return INVALID_HANDLE;
    }
    Object *object = new_object(OBJECT_FIND);
    if (!object) return INVALID_HANDLE;
    object->find = find;
    HANDLE handle = new_handle(current_process(), object);
    set_last_error(ERROR_SUCCESS);
    return handle ? handle : INVALID_HANDLE;
}

static HANDLE WINAPI win_FindFirstFileA(const char *pattern, FindDataA *data) {
    Str name;
    HANDLE handle = open_find(str(pattern), &data->head, &name);
    if (handle != INVALID_HANDLE) fill_a(data, name);
    return handle;
}

static HANDLE WINAPI win_FindFirstFileW(const WCHAR *pattern, FindDataW *data) {
    Arena scratch = {0};
    Str name;
    HANDLE handle = open_find(from_utf16(&scratch, pattern), &data->head, &name);
    if (handle != INVALID_HANDLE) fill_w(data, name);
    arena_free(&scratch);
    return handle;
}

static HANDLE WINAPI win_FindFirstFileExA(const char *pattern, int level, FindDataA *data, int op, void *filter,
                                          DWORD flags) {
    (void)level, (void)op, (void)filter, (void)flags;
    return win_FindFirstFileA(pattern, data);
}

static HANDLE WINAPI win_FindFirstFileExW(const WCHAR *pattern, int level, FindDataW *data, int op, void *filter,
                                          DWORD flags) {
    (void)level, (void)op, (void)filter, (void)flags;
    return win_FindFirstFileW(pattern, data);
}

static bool next_of_handle(HANDLE handle, FindDataHead *head, Str *name) {
    Object *object = object_of(handle, OBJECT_FIND);
    if (!object) return false;
    bool there = next_file(object->find, head, name);
    release_object(object);
    if (!there) set_last_error(ERROR_NO_MORE_FILES);
    return there;
}

static BOOL WINAPI win_FindNextFileA(HANDLE handle, FindDataA *data) {
    Str name;
    if (!next_of_handle(handle, &data->head, &name)) return FALSE;
    fill_a(data, name);
    return TRUE;
}

static BOOL WINAPI win_FindNextFileW(HANDLE handle, FindDataW *data) {
    Str name;
    if (!next_of_handle(handle, &data->head, &name)) return FALSE;
    fill_w(data, name);
    return TRUE;
}

static BOOL close_find(HANDLE handle) {
    Object *object = object_of(handle, OBJECT_FIND);
    if (!object) return FALSE;
    free_find(object->find);
    object->find = NULL;
    release_object(object);
    return close_handle(current_process(), handle);
}

static BOOL WINAPI win_FindClose(HANDLE handle) { return close_find(handle); }

// ---- The C run-time's names for the same

typedef struct { // struct __finddata64_t
    u32 attributes;
    i64 created, accessed, written, size;
    char name[260];
} CrtFindData;

static i64 unix_seconds(FileTime t) { return (i64)(unix_nanoseconds_of(t) / 1000000000u); }

static void fill_crt(CrtFindData *data, const FindDataHead *head, Str name) {
    data->attributes = head->attributes;
    data->created = unix_seconds(head->created);
    data->accessed = unix_seconds(head->accessed);
    data->written = unix_seconds(head->written);
    data->size = (i64)((u64)head->size_high << 32 | head->size_low);
    give_text(name, data->name, sizeof data->name);
}

static intptr_t WINCDECL crt__findfirst64(const char *pattern, CrtFindData *data) {
    FindDataHead head;
    Str name;
    HANDLE handle = open_find(str(pattern), &head, &name);
    if (handle == INVALID_HANDLE)
        set_crt_error(ENOENT);
    else
        fill_crt(data, &head, name);
    return (intptr_t)handle;
}

static i32 WINCDECL crt__findnext64(intptr_t handle, CrtFindData *data) {
    FindDataHead head;
    Str name;
    bool there = next_of_handle((HANDLE)handle, &head, &name);
    if (there)
        fill_crt(data, &head, name);
    else
        set_crt_error(ENOENT);
    return there ? 0 : -1;
}

static i32 WINCDECL crt__findclose(intptr_t handle) { return close_find((HANDLE)handle) ? 0 : -1; }

const BuiltinFunction crt_find_functions[] = {CRT(_findfirst64), CRT(_findnext64), CRT(_findclose), {0}};

// clang-format off
const BuiltinFunction find_functions[] = {
    FN(FindFirstFileA), FN(FindFirstFileW), FN(FindFirstFileExA), FN(FindFirstFileExW), FN(FindNextFileA),
    FN(FindNextFileW), FN(FindClose), {0},
};
// clang-format on
