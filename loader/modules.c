// modules.c - step 5: from mapped images to a running program, and LoadLibrary and FreeLibrary after that.
//
//      program.exe --> a.dll --> c.dll          DllMain order at the start:  c, a, b    (what is needed comes first)
//            |                    ^                      at the end:         b, a, c    (the other way round)
//            `-------> b.dll -----'
//
// Modules form a graph: an arrow for "imports from". Arrows may run in circles (two DLLs that import each other); then
// no order is right, and the one found first starts last, as on Windows.
//
// How long does a DLL stay? The program and everything loaded with it is pinned: FreeLibrary never unloads those. A DLL
// that came by LoadLibrary stays while its LoadLibrary calls outnumber its FreeLibrary calls, or while a module that
// stays needs it. So the question is one of reachability, not of a counter alone; two DLLs that import each other would
// otherwise keep each other alive for ever. The count that --trace shows is the sum of both: calls and modules that
// need it.
//
// All of this happens under the loader lock. DllMain runs with the lock held: that is why it must not wait for a
// thread. [spec: dynamic-link-library-entry-point-function] [spec: about-dynamic-link-libraries]
#include "../objfmt/coff.h"
#include "loader.h"

static void lock_loader(Process *p) { pthread_mutex_lock(&p->loader_lock); }
static void unlock_loader(Process *p) { pthread_mutex_unlock(&p->loader_lock); }

// ---- The lists that programs can walk through PEB.Ldr

static void list_append(ListEntry *head, ListEntry *entry) {
    ListEntry *last = head->previous;
    entry->next = head;
    entry->previous = last;
    last->next = entry;
    head->previous = entry;
}

static void list_remove(ListEntry *entry) {
    if (!entry->next) return;
    ((ListEntry *)entry->next)->previous = entry->previous;
    ((ListEntry *)entry->previous)->next = entry->next;
    entry->next = entry->previous = NULL;
}

static UnicodeString unicode_string(Arena *a, Str s) {
    u32 n = (u32)(s.n < 0x3fff ? s.n : 0x3fff);
    u16 *text = ARENA_ARRAY(a, u16, (u64)n + 1);
    u32 length = utf8_to_utf16(str_slice(s, 0, n), text, n);
    return (UnicodeString){(u16)(2 * length), (u16)(2 * length + 2), text};
}

static void enter_into_lists(Process *p, Module *module) {
    LoaderEntry *entry = &module->entry;
    entry->base = module->base;
    entry->entry_point = module->pe.opt.entry_rva ? module->base + module->pe.opt.entry_rva : NULL;
    entry->image_size = (u32)module->size;
    entry->full_name = unicode_string(&module->arena, module->windows_path);
    entry->base_name = unicode_string(&module->arena, module->name);
    entry->time_stamp = module->pe.time_stamp;
    entry->load_count = 1;
    list_append(&p->loader_data.load_order, &entry->load_order);
    list_append(&p->loader_data.memory_order, &entry->memory_order);
}

// ---- Adding one module

static bool bad_image(Process *p, Str name, const Message *reason, LoadError *e) {
    load_failed(
        p, e, (u32)STATUS_INVALID_IMAGE_FORMAT, name,
        "The application was unable to start correctly (0xc000007b). %s is either not designed to run on Windows "
        "or it contains an error.",
        printable(&p->arena, name));
    e->message.why = arena_copy(&p->arena, reason->text);
    e->message.where = arena_copy(&p->arena, reason->where);
    return false;
}

static const char *machine_words(u16 machine) {
    switch (machine) {
    case IMAGE_FILE_MACHINE_AMD64: return "x64";
    case IMAGE_FILE_MACHINE_I386: return "x86";
    case IMAGE_FILE_MACHINE_ARM64: return "ARM64";
    default: return "an unknown machine";
    }
}

// The program decides the machine; every DLL must be for the same one.
static bool check_machine(Process *p, Module *module, LoadError *e) {
    u16 wanted = p->program ? p->program->pe.machine : HOST_MACHINE;
    if (!p->program && p->options.check) return true;
    if (module->pe.machine == wanted) return true;
    bad_image(p, module->name, &(Message){0}, e);
    e->message.why = arena_printf(
        &p->arena, "it is an image for %s (machine 0x%x), %s %s", machine_words(module->pe.machine), module->pe.machine,
        p->program ? "and the program is for" : "and this myload runs images for", machine_words(wanted));
    return false;
}

// A DLL may do without an entry point, a program may not; programs are for the console or for windows.
static bool check_entry(Process *p, Module *module, LoadError *e) {
    const PeOptionalHeader *opt = &module->pe.opt;
    const PeSection *sec = pe_section_of(&module->pe, opt->entry_rva);
    bool is_dll = module->pe.characteristics & IMAGE_FILE_DLL || module->builtin;
    bool is_there = opt->entry_rva && sec && sec->flags & IMAGE_SCN_MEM_EXECUTE;
    Message m = {0};
    if (!is_there && (opt->entry_rva || !is_dll))
        m.text = arena_printf(&p->arena, "the entry point, RVA 0x%x, is in no code", opt->entry_rva);
    else if (!is_dll && opt->subsystem != IMAGE_SUBSYSTEM_WINDOWS_CUI && opt->subsystem != IMAGE_SUBSYSTEM_WINDOWS_GUI)
        m.text = arena_printf(&p->arena, "it is made for the subsystem %s, not for a Windows console or desktop",
                              pe_subsystem_name(opt->subsystem));
    return !m.text.n || bad_image(p, module->name, &m, e);
}

static bool read_image(Process *p, Module *module, LoadError *e) {
    Message m = {0};
    Str bytes;
    if (module->builtin) {
        bytes = build_builtin_image(p, &module->arena, module->builtin);
    } else if (!file_read(&module->arena, (const char *)module->path.p, &bytes, &module->id, &m)) {
        return bad_image(p, module->name, &m, e);
    }
    if (!pe_open(&module->pe, &module->arena, bytes, module->name, &m)) {
        bad_image(p, module->name, &m, e);
        if (identify_file(bytes) == FILE_TYPE_COFF) e->message.todo = STR("it is an object: link it, and run the program that comes out");
        return false;
    }
    if (!(module->pe.characteristics & IMAGE_FILE_EXECUTABLE_IMAGE)) {
        m.text = STR("the flag EXECUTABLE_IMAGE is missing in its header: the linker that made it reported errors");
        return bad_image(p, module->name, &m, e);
    }
    module->has_exports = pe_exports(&module->pe, &module->exports, &module->arena, &m);
    if (m.text.n) return bad_image(p, module->name, &m, e);
    return check_machine(p, module, e) && check_entry(p, module, e) && read_tls(p, module, e);
}

static bool place_image(Process *p, Module *module, LoadError *e) {
    if (p->options.check) return plan_ranges(p, module, e) && check_relocs(p, module, e);
    if (!map_module(p, module, e)) return false;
    enter_into_lists(p, module);
    if (module->builtin && module->builtin->variables && !create_crt(p, builtin_variables(module)))
        return load_failed(p, e, (u32)STATUS_NO_MEMORY, module->name, "Not enough memory for %s",
                           module->builtin->name);
    report_pages_of(p, module, "after mapping");
    bool done = begin_patching(p, module, e) && rebase_module(p, module, e) && assign_tls(p, module, e);
    end_patching(p, module);
    if (done && module->base != (u8 *)(uintptr_t)module->pe.opt.image_base)
        report_pages_of(p, module, "after relocation");
    return done;
}

static void remove_from(ModuleArray *array, const Module *module) {
    u32 kept = 0;
    for (u32 i = 0; i < array->count; i++)
        if (array->at[i] != module) array->at[kept++] = array->at[i];
    array->count = kept;
}

// Takes a module out of everything. Its entry point has been called for the last time.
static void discard_module(Process *p, Module *module) {
    remove_from(&p->modules, module);
    remove_from(&p->init_order, module);
    for (u32 i = 0; i < p->modules.count; i++) remove_from(&p->modules.at[i]->needs, module);
    list_remove(&module->entry.load_order);
    list_remove(&module->entry.memory_order);
    list_remove(&module->entry.init_order);
    release_tls(p, module);
    unmap_module(p, module);
    Arena arena = module->arena; // the record itself lies in it
    arena_free(&arena);
}

// The error is told after the module is gone, so its texts move to the process.
static void keep_message(Process *p, Message *m) {
    Str *texts[] = {&m->file, &m->text, &m->where, &m->bytes, &m->why, &m->todo};
    for (u32 i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i]->n) *texts[i] = arena_copy(&p->arena, *texts[i]);
}

Module *add_module(Process *p, const Found *found, LoadError *e) {
    Arena arena = p->arena; // for its out_of_memory function; the blocks are its own
    arena.blocks = NULL;
    arena.next = arena.end = NULL;
    arena.total_size = 0;
    Module *module = ARENA_NEW(&arena, Module);
    module->arena = arena;
    module->builtin = found->builtin;
    module->path = arena_copy(&module->arena, found->path);
    module->name = found->builtin ? str(found->builtin->name) : path_name(module->path);
    module->windows_path = found->builtin
                               ? arena_printf(&module->arena, "C:\\windows\\system32\\%s", found->builtin->name)
                               : windows_path(p, &module->arena, module->path);
    module->is_program = !p->program;
    module->is_pinned = p->is_loading_program || found->builtin;
    module->serial = p->next_serial++;
    module->object.fd = -1;
    module->tls_index = NO_TLS_INDEX;
    ARRAY_PUSH(&p->arena, &p->modules, module);
    if (read_image(p, module, e) && place_image(p, module, e)) return module;
    keep_message(p, &e->message);
    discard_module(p, module);
    return NULL;
}

static bool dll_not_found(Process *p, Str importer, Str name, Str tried, LoadError *e) {
    Arena *a = &p->arena;
    const char *dll = printable(a, name);
    load_failed(
        p, e, (u32)STATUS_DLL_NOT_FOUND, p->program->name,
        "The code execution cannot proceed because %s was not found. Reinstalling the program may fix this problem.",
        dll);
    e->message.where = arena_printf(a, "imported by %s", printable(a, importer));
    e->message.why = arena_printf(a, "none of these places has it:\n%.*s", (int)tried.n, (const char *)tried.p);
    e->message.todo = arena_printf(a, "put %s into the folder of %s", dll, printable(a, p->program->name));
    return false;
}

static void add_need(Process *p, Module *module, Module *needed) {
    if (module == needed) return;
    for (u32 i = 0; i < module->needs.count; i++)
        if (module->needs.at[i] == needed) return;
    ARRAY_PUSH(&module->arena, &module->needs, needed);
    if (p->is_running && !needed->is_pinned)
        trace(p, "count", "%.*s: now also needed by %.*s, count %u", STR_ARG(needed->name), STR_ARG(module->name),
              module_count(p, needed));
}

Module *need_module(Process *p, Module *for_module, Str name, LoadError *e) {
    Found found;
    Str tried;
    trace(p, "search", "%s: wanted by %.*s", printable(&p->arena, name), STR_ARG(for_module->name));
    if (path_name(name).n != name.n) { // an import table may not choose a folder
        load_failed(p, e, (u32)STATUS_DLL_NOT_FOUND, for_module->name,
                    "The code execution cannot proceed because %s was not found.", printable(&p->arena, name));
        e->message.why = STR("a DLL name in an import table or a forwarder must not contain a folder");
        return NULL;
    }
    if (!search_dll(p, &p->arena, name, p->load_flags, p->load_folder, &found, &tried)) {
        dll_not_found(p, for_module->name, name, tried, e);
        return NULL;
    }
    Module *needed = found.loaded ? found.loaded : add_module(p, &found, e);
    if (needed) add_need(p, for_module, needed);
    return needed;
}

//> bind-pending
// Binds every module that is not bound. Binding one may bring in others; they take their turn in the same loop.
static bool bind_pending(Process *p, LoadError *e) {
    for (u32 i = 0; i < p->modules.count; i++) {
        Module *module = p->modules.at[i];
        if (module->is_bound) continue;
        bool done;
        if (p->options.check) {
            done = bind_module(p, module, e);
        } else {
            done = begin_patching(p, module, e) && bind_module(p, module, e);
            end_patching(p, module);
            if (done) report_pages_of(p, module, "after binding");
        }
        if (!done) return false;
        i = UINT32_MAX; // wraps to 0: look again from the start, the array may have changed
    }
    return true;
}
//< bind-pending

// ---- Entry points

static const char *reason_words(u32 reason) {
    static const char *const words[] = {"DLL_PROCESS_DETACH", "DLL_PROCESS_ATTACH", "DLL_THREAD_ATTACH",
                                        "DLL_THREAD_DETACH"};
    return words[reason & 3];
}

//> call-entry
// TLS callbacks come before DllMain, for every reason.
static bool call_entry(Process *p, Module *module, u32 reason, void *reserved) {
    call_tls_callbacks(p, module, reason);
    if (module->is_program || module->builtin || !module->pe.opt.entry_rva) return true;
    void *entry = module_at(module, module->pe.opt.entry_rva, 1);
    if (!entry) return false;
    trace(p, "start", "%.*s: entry point %p called with %s on thread %u", STR_ARG(module->name), entry, reason_words(reason),
          current_thread()->id);
    bool agreed = (u32)call_image(entry, (uintptr_t)module->base, reason, (uintptr_t)reserved) != 0;
    return agreed || reason != DLL_PROCESS_ATTACH;
}
//< call-entry

static bool start_module(Process *p, Module *module, bool at_process_start, LoadError *e) {
    module->is_started = true;
    ARRAY_PUSH(&p->arena, &p->init_order, module);
    list_append(&p->loader_data.init_order, &module->entry.init_order);
    if (call_entry(p, module, DLL_PROCESS_ATTACH, at_process_start ? p : NULL)) return true;
    load_failed(p, e, (u32)STATUS_DLL_INIT_FAILED, p->program->name,
                "The application was unable to start correctly (0xc0000142). %s failed to initialise.",
                printable(&p->arena, module->name));
    e->message.why = arena_printf(&p->arena, "DllMain of %s returned FALSE for DLL_PROCESS_ATTACH",
                                  printable(&p->arena, module->name));
    return false;
}

typedef struct {
    Module *module;
    u32 next; // of its needs
} Visit;

//> start-modules
// Depth first, a module after all that it needs. The path is an array, not recursion: DLLs decide how long it gets.
bool start_modules(Process *p, Module *root, bool at_process_start, LoadError *e) {
    ARRAY(Visit) path = {0};
    Arena scratch = {0};
    bool ok = true;
    for (u32 i = 0; i < p->modules.count; i++) p->modules.at[i]->is_marked = false;
    root->is_marked = true;
    ARRAY_PUSH(&scratch, &path, ((Visit){root, 0}));
    while (ok && path.count) {
        Visit *v = &path.at[path.count - 1];
        if (v->next < v->module->needs.count) {
            Module *needed = v->module->needs.at[v->next++];
            if (needed->is_marked) continue;
            needed->is_marked = true;
            ARRAY_PUSH(&scratch, &path, ((Visit){needed, 0}));
            continue;
        }
        Module *module = v->module;
        path.count--;
        if (!module->is_started) ok = start_module(p, module, at_process_start, e);
    }
    arena_free(&scratch);
    return ok;
}
//< start-modules

// ---- Counts

u32 module_count(Process *p, const Module *module) {
    u32 count = module->load_count;
    for (u32 i = 0; i < p->modules.count; i++)
        for (u32 k = 0; k < p->modules.at[i]->needs.count; k++) count += p->modules.at[i]->needs.at[k] == module;
    return count;
}

static bool is_root(const Module *module) { return module->is_program || module->is_pinned || module->load_count; }

//> mark-reachable
// Marks what stays: the roots and everything they need, whatever way the arrows run.
static void mark_reachable(Process *p) {
    bool more = true;
    for (u32 i = 0; i < p->modules.count; i++) p->modules.at[i]->is_marked = is_root(p->modules.at[i]);
    while (more) {
        more = false;
        for (u32 i = 0; i < p->modules.count; i++) {
            const Module *module = p->modules.at[i];
            for (u32 k = 0; module->is_marked && k < module->needs.count; k++) {
                if (module->needs.at[k]->is_marked || module->needs.at[k]->has_failed) continue;
                module->needs.at[k]->is_marked = more = true;
            }
        }
    }
}
//< mark-reachable

// The module to unload next: of the unreachable ones that which started last. NULL when all are reachable.
static Module *next_unreachable(Process *p) {
    mark_reachable(p);
    for (u32 i = p->init_order.count; i > 0; i--)
        if (!p->init_order.at[i - 1]->is_marked && !p->init_order.at[i - 1]->is_dying) return p->init_order.at[i - 1];
    return NULL;
}

// Unloads what nothing needs any more. All detach calls come before the first unmapping: a DLL's detach code may call
// functions of another one that goes with it. DllMain may call FreeLibrary: that only changes counts, and this loop,
// which is already running, sees it.
static void unload_unreachable(Process *p) {
    if (p->is_unloading) return;
    p->is_unloading = true;
    for (Module *module; (module = next_unreachable(p)) != NULL;) {
        module->is_dying = true;
        trace(p, "count", "%.*s: count %u, unloading", STR_ARG(module->name), module->load_count);
        call_entry(p, module, DLL_PROCESS_DETACH, NULL);
    }
    mark_reachable(p);
    for (u32 i = p->modules.count; i > 0; i--)
        if (!p->modules.at[i - 1]->is_marked) discard_module(p, p->modules.at[i - 1]);
    p->is_unloading = false;
}

// ---- Loading, from the outside

static Module *load_root(Process *p, Str path, LoadError *e) {
    Found found = {.path = absolute_path(&p->arena, path)};
    p->program_path = found.path;
    p->program_folder = path_folder(found.path);
    Module *program = add_module(p, &found, e);
    if (!program) return NULL;
    p->program = program;
    bool is_dll = program->pe.characteristics & IMAGE_FILE_DLL;
    if (!is_dll || p->options.check) return program; // the imports of a DLL can be rehearsed, too
    load_failed(p, e, (u32)STATUS_INVALID_IMAGE_FORMAT, program->name, "%s is a DLL, not a program",
                printable(&p->arena, program->name));
    e->message.why = STR("the flag DLL is set in its header: it has no code to start with, only functions for others");
    e->message.todo = STR("run a program that loads it");
    return NULL;
}

// ntdll and kernel32 are in every process, imported or not.
static bool load_always(Process *p, const char *name, LoadError *e) {
    Found found = {.builtin = find_builtin(str(name))};
    if (find_loaded(p, str(name))) return true;
    trace(p, "search", "%s: in every process", name);
    return add_module(p, &found, e) != NULL;
}

//> load-program
bool load_program(Process *p, const char *path, LoadError *e) {
    if (!file_exists(path)) {
        load_failed(p, e, (u32)STATUS_DLL_NOT_FOUND, str(path), "Windows cannot find '%s'", printable(&p->arena, str(path)));
        return false;
    }
    p->is_loading_program = true;
    bool ok = load_root(p, str(path), e) && load_always(p, "ntdll.dll", e) && load_always(p, "kernel32.dll", e) &&
              bind_pending(p, e);
    p->is_loading_program = false;
    return ok;
}
//< load-program

// What a failed load has brought in goes again; modules that were started get their detach call.
static void undo_load(Process *p, u32 first_serial) {
    for (u32 i = 0; i < p->modules.count; i++) {
        Module *module = p->modules.at[i];
        if (module->serial >= first_serial && !module->is_started) module->has_failed = true;
    }
    unload_unreachable(p);
}

static Module *load_found(Process *p, const Found *found, u32 flags, LoadError *e) {
    u32 first_serial = p->next_serial;
    Module *module = add_module(p, found, e);
    if (!module) return NULL;
    module->load_count = 1; // first of all: DllMain may load and free others meanwhile
    trace(p, "count", "%.*s: loaded, count 1", STR_ARG(module->name));
    if (flags & (DONT_RESOLVE_DLL_REFERENCES | LOAD_LIBRARY_AS_DATAFILE | LOAD_LIBRARY_AS_IMAGE_RESOURCE)) {
        module->is_bound = module->is_started = module->is_data_file = true;
        return module;
    }
    if (bind_pending(p, e) && start_modules(p, module, false, e)) return module;
    keep_message(p, &e->message);
    module->load_count = 0;
    undo_load(p, first_serial);
    return NULL;
}

Module *load_library(Process *p, Str name, u32 flags, LoadError *e) {
    Found found;
    Str tried;
    Module *module;
    lock_loader(p);
    bool has_folder = path_name(name).n != name.n;
    Str folder = has_folder ? path_folder(host_path(p, &p->arena, name)) : (Str){0};
    trace(p, "search", "%s: LoadLibrary on thread %u", printable(&p->arena, name), current_thread()->id);
    u32 outer_flags = p->load_flags;
    Str outer_folder = p->load_folder;
    p->load_flags = flags;
    p->load_folder = folder;
    if (!search_dll(p, &p->arena, name, flags, folder, &found, &tried)) {
        dll_not_found(p, p->program->name, name, tried, e);
        module = NULL;
    } else if (found.loaded) {
        module = found.loaded;
        if (!module->is_pinned) module->load_count++;
        trace(p, "count", module->is_pinned ? "%.*s: loaded at the start, pinned" : "%.*s: loaded already, count %u",
              STR_ARG(module->name), module_count(p, module));
    } else {
        module = load_found(p, &found, flags, e);
    }
    p->load_flags = outer_flags;
    p->load_folder = outer_folder;
    if (!module) trace(p, "search", "LoadLibrary fails: %.*s", STR_ARG(e->message.text));
    unlock_loader(p);
    return module;
}

//> free-library
bool free_library(Process *p, Module *module) {
    lock_loader(p);
    if (module->is_pinned) {
        trace(p, "count", "%.*s: FreeLibrary, but it was loaded at the start and stays", STR_ARG(module->name));
    } else if (module->load_count) {
        module->load_count--;
        trace(p, "count", "%.*s: FreeLibrary, count %u", STR_ARG(module->name), module_count(p, module));
        if (!module->load_count) unload_unreachable(p);
    }
    unlock_loader(p);
    return true;
}
//< free-library

// GetProcAddress: a forwarder may lead to a DLL that is not loaded yet, which then has to be bound and started.
void *find_procedure(Process *p, Module *module, const Wanted *wanted, LoadError *e) {
    lock_loader(p);
    u32 first_serial = p->next_serial;
    Target target;
    bool ok = resolve_export(p, module, wanted, &target, e);
    if (p->next_serial != first_serial) {
        ok = ok && bind_pending(p, e) && start_modules(p, module, false, e);
        if (!ok) undo_load(p, first_serial);
    }
    void *address = ok ? target.module->base + target.rva : NULL;
    unlock_loader(p);
    return address;
}

// ---- Threads and the end

//> tell-thread
// A thread that begins or ends tells every started DLL, the program's TLS callbacks last.
static void tell_thread(Process *p, u32 reason) {
    lock_loader(p);
    bool attach = reason == DLL_THREAD_ATTACH;
    for (u32 i = 0; i < p->init_order.count; i++) {
        Module *module = p->init_order.at[attach ? i : p->init_order.count - 1 - i];
        if (!module->thread_calls_off && !module->is_program) call_entry(p, module, reason, NULL);
    }
    call_entry(p, p->program, reason, NULL);
    unlock_loader(p);
}
//< tell-thread

void thread_attach(Process *p) { tell_thread(p, DLL_THREAD_ATTACH); }
void thread_detach(Process *p) { tell_thread(p, DLL_THREAD_DETACH); }

void process_detach(Process *p) {
    lock_loader(p);
    for (u32 i = p->init_order.count; i > 0; i--) {
        Module *module = p->init_order.at[i - 1];
        if (!module->is_program) call_entry(p, module, DLL_PROCESS_DETACH, p);
    }
    if (p->program->is_started) call_entry(p, p->program, DLL_PROCESS_DETACH, p);
    unlock_loader(p);
}
