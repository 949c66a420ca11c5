// winapi_module.c - LoadLibrary, GetProcAddress and their relatives: the loader, asked by the program at run time.
//
// A module handle is the address where the image lies. GetProcAddress takes a name, or an ordinal in place of the
// pointer: addresses below 64 KB cannot be names. [spec: run-time-dynamic-linking]
#include "winapi.h"

// Another thread may unload a module at any time: the list is looked at under the loader lock.
Module *module_of_handle(Process *p, void *handle) {
    if (!handle) return p->program;
    Module *found = NULL;
    pthread_mutex_lock(&p->loader_lock);
    for (u32 i = 0; i < p->modules.count; i++)
        if (p->modules.at[i]->base == handle) found = p->modules.at[i];
    pthread_mutex_unlock(&p->loader_lock);
    if (!found) set_last_error(ERROR_MOD_NOT_FOUND);
    return found;
}

static void *load(Str name, DWORD flags) {
    Process *p = current_process();
    LoadError e = {0};
    if (!name.n) {
        set_last_error(ERROR_INVALID_PARAMETER);
        return NULL;
    }
    Module *module = load_library(p, name, flags, &e);
    if (module) return module->base;
    set_last_error(error_of_load(&e));
    return NULL;
}

static void *WINAPI win_LoadLibraryExA(const char *name, HANDLE reserved, DWORD flags) {
    (void)reserved;
    return load(str(name), flags);
}

static void *WINAPI win_LoadLibraryExW(const WCHAR *name, HANDLE reserved, DWORD flags) {
    (void)reserved;
    Arena scratch = {0};
    void *base = load(from_utf16(&scratch, name), flags);
    arena_free(&scratch);
    return base;
}

static void *WINAPI win_LoadLibraryA(const char *name) { return win_LoadLibraryExA(name, NULL, 0); }
static void *WINAPI win_LoadLibraryW(const WCHAR *name) { return win_LoadLibraryExW(name, NULL, 0); }

static BOOL WINAPI win_FreeLibrary(void *handle) {
    Process *p = current_process();
    Module *module = handle ? module_of_handle(p, handle) : NULL;
    if (!module) return fail(ERROR_INVALID_HANDLE);
    return free_library(p, module);
}

static void WINAPI win_FreeLibraryAndExitThread(void *handle, DWORD exit_code) {
    win_FreeLibrary(handle);
    leave_thread(exit_code);
}

static void *WINAPI win_GetProcAddress(void *handle, const char *name) {
    Process *p = current_process();
    Module *module = module_of_handle(p, handle);
    if (!module) return NULL;
    LoadError e = {0};
    Wanted wanted = {.importer = NULL};
    if ((uintptr_t)name < 0x10000) {
        wanted.by_ordinal = true;
        wanted.ordinal = (u32)(uintptr_t)name;
    } else {
        wanted.name = str(name);
    }
    void *address = find_procedure(p, module, &wanted, &e);
    if (!address) set_last_error(wanted.by_ordinal ? ERROR_INVALID_ORDINAL : error_of_load(&e));
    return address;
}

// GetModuleHandle looks only among what is loaded, and does not count. `name` has no folder and has its ending.
static Module *named_module(Process *p, Str name, Str whole) {
    for (u32 i = 0; whole.n != name.n && i < p->modules.count; i++)
        if (str_eq_nocase(p->modules.at[i]->windows_path, whole)) return p->modules.at[i];
    Str host = api_set_host(name);
    return find_loaded(p, host.n ? host : name);
}

static Module *loaded_module(Process *p, Str whole) {
    Arena scratch = {0};
    if (!whole.n) return p->program;
    Str name = path_name(whole);
    if (str_ends(name, STR(".")))
        name = str_slice(name, 0, name.n - 1);
    else if (str_find(name, '.') == name.n)
        name = arena_printf(&scratch, "%.*s.dll", STR_ARG(name));
    pthread_mutex_lock(&p->loader_lock);
    Module *module = named_module(p, name, whole);
    pthread_mutex_unlock(&p->loader_lock);
    arena_free(&scratch);
    if (!module) set_last_error(ERROR_MOD_NOT_FOUND);
    return module;
}

static void *WINAPI win_GetModuleHandleA(const char *name) {
    Module *module = loaded_module(current_process(), str(name));
    return module ? module->base : NULL;
}

static void *WINAPI win_GetModuleHandleW(const WCHAR *name) {
    Arena scratch = {0};
    Module *module = loaded_module(current_process(), from_utf16(&scratch, name));
    arena_free(&scratch);
    return module ? module->base : NULL;
}

enum { MODULE_PIN = 1, MODULE_UNCHANGED_REFCOUNT = 2, MODULE_FROM_ADDRESS = 4 };

static BOOL give_module(Module *module, DWORD flags, void **handle) {
    *handle = module ? module->base : NULL;
    if (!module) return fail(ERROR_MOD_NOT_FOUND);
    Process *p = current_process();
    pthread_mutex_lock(&p->loader_lock);
    if (flags & MODULE_PIN)
        module->is_pinned = true;
    else if (!(flags & MODULE_UNCHANGED_REFCOUNT) && !module->is_pinned)
        module->load_count++;
    pthread_mutex_unlock(&p->loader_lock);
    return TRUE;
}

static BOOL WINAPI win_GetModuleHandleExA(DWORD flags, const char *name, void **handle) {
    Process *p = current_process();
    Module *module = flags & MODULE_FROM_ADDRESS ? module_of_address(p, name) : loaded_module(p, str(name));
    return give_module(module, flags, handle);
}

static BOOL WINAPI win_GetModuleHandleExW(DWORD flags, const WCHAR *name, void **handle) {
    Process *p = current_process();
    Arena scratch = {0};
    Module *module =
        flags & MODULE_FROM_ADDRESS ? module_of_address(p, name) : loaded_module(p, from_utf16(&scratch, name));
    arena_free(&scratch);
    return give_module(module, flags, handle);
}

// When the buffer is too small the path is cut and the whole buffer is used. [GetModuleFileName]
static DWORD WINAPI win_GetModuleFileNameA(void *handle, char *to, DWORD capacity) {
    Module *module = module_of_handle(current_process(), handle);
    if (!module || !capacity) return 0;
    DWORD n = give_text(module->windows_path, to, capacity);
    if (n < capacity) return n;
    memcpy(to, module->windows_path.p, capacity - 1);
    to[capacity - 1] = 0;
    set_last_error(ERROR_INSUFFICIENT_BUFFER);
    return capacity;
}

static DWORD WINAPI win_GetModuleFileNameW(void *handle, WCHAR *to, DWORD capacity) {
    Module *module = module_of_handle(current_process(), handle);
    if (!module || !capacity) return 0;
    DWORD n = give_text_w(module->windows_path, to, capacity);
    if (n < capacity) return n;
    utf8_to_utf16(module->windows_path, to, capacity - 1);
    to[capacity - 1] = 0;
    set_last_error(ERROR_INSUFFICIENT_BUFFER);
    return capacity;
}

// Does nothing for a DLL with a TLS directory: its threads need the calls. Windows says so by failing.
static BOOL WINAPI win_DisableThreadLibraryCalls(void *handle) {
    Process *p = current_process();
    Module *module = module_of_handle(p, handle);
    if (!module) return FALSE;
    if (module->has_tls) {
        trace(p, "start", "%.*s: DisableThreadLibraryCalls has no effect, it has a TLS directory",
              STR_ARG(module->name));
        return fail(ERROR_MOD_NOT_FOUND);
    }
    trace(p, "start", "%.*s: no more calls for threads", STR_ARG(module->name));
    module->thread_calls_off = true;
    return TRUE;
}

// ---- Where LoadLibrary looks

static BOOL set_dll_directory(bool given, Str name) {
    Process *p = current_process();
    pthread_mutex_lock(&p->loader_lock);
    p->has_dll_directory = given;
    p->dll_directory = name.n ? host_path(p, &p->arena, name) : (Str){0};
    pthread_mutex_unlock(&p->loader_lock);
    return TRUE;
}

static BOOL WINAPI win_SetDllDirectoryA(const char *name) { return set_dll_directory(name != NULL, str(name)); }

static BOOL WINAPI win_SetDllDirectoryW(const WCHAR *name) {
    Arena scratch = {0};
    BOOL ok = set_dll_directory(name != NULL, from_utf16(&scratch, name));
    arena_free(&scratch);
    return ok;
}

static BOOL WINAPI win_SetDefaultDllDirectories(DWORD flags) {
    current_process()->search_flags = flags;
    return TRUE;
}

// The cookie is the number of the folder, from 1.
static void *WINAPI win_AddDllDirectory(const WCHAR *name) {
    Process *p = current_process();
    pthread_mutex_lock(&p->loader_lock);
    ARRAY_PUSH(&p->arena, &p->user_directories, host_path(p, &p->arena, from_utf16(&p->arena, name)));
    uintptr_t cookie = p->user_directories.count;
    pthread_mutex_unlock(&p->loader_lock);
    return (void *)cookie;
}

static BOOL WINAPI win_RemoveDllDirectory(void *cookie) {
    Process *p = current_process();
    uintptr_t number = (uintptr_t)cookie;
    if (!number || number > p->user_directories.count) return fail(ERROR_INVALID_PARAMETER);
    p->user_directories.at[number - 1] = STR("/dev/null/removed");
    return TRUE;
}

// clang-format off
const BuiltinFunction module_functions[] = {
    FN(LoadLibraryA), FN(LoadLibraryW), FN(LoadLibraryExA), FN(LoadLibraryExW), FN(FreeLibrary),
    FN(FreeLibraryAndExitThread), FN(GetProcAddress), FN(GetModuleHandleA), FN(GetModuleHandleW),
    FN(GetModuleHandleExA), FN(GetModuleHandleExW), FN(GetModuleFileNameA), FN(GetModuleFileNameW),
    FN(DisableThreadLibraryCalls), FN(SetDllDirectoryA), FN(SetDllDirectoryW), FN(SetDefaultDllDirectories),
    FN(AddDllDirectory), FN(RemoveDllDirectory), {0},
};
// clang-format on
