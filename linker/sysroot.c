// sysroot.c - the libraries of Visual Studio and of the Windows SDK, copied to this machine with their folders.
//
//      /WINSYSROOT:D      D/VC/Tools/MSVC/14.44.35207/lib/x64       the compiler's: libcmt, msvcrt, libvcruntime ...
//                         D/Windows Kits/10/Lib/10.0.26100.0/um/x64     the system's: kernel32, user32 ...
//                                                      .../ucrt/x64     the C run-time library's: ucrt, libucrt
//      /VCTOOLSDIR:D      D/lib/x64                 /WINSDKDIR:D      D/Lib/10.0.26100.0/um/x64 ...
//
// Of several versions the highest is taken, unless /VCTOOLSVERSION or /WINSDKVERSION names one. The folders come behind
// those of /LIBPATH and before those of LIB. Case of folder names does not matter: copies made on Linux differ in it.
// [lld-link: its options of these names]
#include "linker.h"

// The entry of `folder` called `name` in any case, as a path; empty when there is none.
static Str enter(Link *link, Str folder, const char *name) {
    if (!folder.n) return folder;
    FileNames names = file_list(link->arena, arena_cstr(link->arena, folder));
    for (u32 i = 0; i < names.count; i++)
        if (str_eq_nocase(names.at[i], str(name)))
            return arena_printf(link->arena, "%s/%s", arena_cstr(link->arena, folder), arena_cstr(link->arena, names.at[i]));
    return (Str){0};
}

// "10.0.9.0" is lower than "10.0.26100.0": numbers are compared, not letters.
static int compare_versions(Str a, Str b) {
    size_t i = 0, k = 0;
    while (i < a.n || k < b.n) {
        u64 x = 0, y = 0;
        for (; i < a.n && a.p[i] != '.'; i++) x = x * 10 + (a.p[i] - '0');
        for (; k < b.n && b.p[k] != '.'; k++) y = y * 10 + (b.p[k] - '0');
        if (x != y) return x < y ? -1 : 1;
        i++, k++;
    }
    return 0;
}

static bool is_version(Str s) {
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != '.' && (s.p[i] < '0' || s.p[i] > '9')) return false;
    return s.n && s.n < 40 && s.p[0] != '.';
}

static Str enter_version(Link *link, Str folder, Str asked) {
    if (!folder.n) return folder;
    if (asked.n) return enter(link, folder, arena_cstr(link->arena, asked));
    FileNames names = file_list(link->arena, arena_cstr(link->arena, folder));
    Str best = {0};
    for (u32 i = 0; i < names.count; i++)
        if (is_version(names.at[i]) && (!best.n || compare_versions(names.at[i], best) > 0)) best = names.at[i];
    return best.n ? enter(link, folder, arena_cstr(link->arena, best)) : best;
}

static void add_folder(Link *link, StrArray *folders, Str folder) {
    const char *names[] = {link->machine->name, link->machine->id == IMAGE_FILE_MACHINE_AMD64 ? "x86_64" : "aarch64"};
    Str found = enter(link, folder, names[0]);
    if (!found.n && link->machine->id != IMAGE_FILE_MACHINE_I386) found = enter(link, folder, names[1]); // as xwin writes them
    if (found.n) ARRAY_PUSH(link->arena, folders, found);
}

static void add_tools(Link *link, StrArray *folders, Str tools) {
    add_folder(link, folders, enter(link, tools, "lib"));
    add_folder(link, folders, enter(link, enter(link, tools, "atlmfc"), "lib"));
}

static void add_kit(Link *link, StrArray *folders, Str kit) {
    Str version = enter_version(link, enter(link, kit, "Lib"), link->opt.sdk_version);
    add_folder(link, folders, enter(link, version, "um"));
    add_folder(link, folders, enter(link, version, "ucrt"));
}

void add_sysroot_folders(Link *link) {
    const Options *o = &link->opt;
    StrArray folders = {0};
    if (!link->machine || (!o->sysroot.n && !o->tools_folder.n && !o->sdk_folder.n)) return;
    Str tools = o->tools_folder, kit = o->sdk_folder;
    if (!tools.n && o->sysroot.n)
        tools = enter_version(link, enter(link, enter(link, enter(link, o->sysroot, "VC"), "Tools"), "MSVC"), o->tools_version);
    if (!kit.n && o->sysroot.n) kit = enter(link, enter(link, o->sysroot, "Windows Kits"), "10");
    add_tools(link, &folders, tools);
    add_kit(link, &folders, kit);
    if (!folders.count) {
        Str asked = o->sysroot.n ? o->sysroot : o->tools_folder.n ? o->tools_folder : o->sdk_folder;
        diag_report(&link->diag, &(Message){.kind = MSG_WARNING, .code = 4905,
            .text = arena_printf(link->arena, "no libraries for %s were found below '%s'", link->machine->name, show(link, asked)),
            .todo = STR("/WINSYSROOT names the folder that has VC/Tools/MSVC and Windows Kits/10 in it")});
    }
    // Behind /LIBPATH, before LIB.
    StrArray all = {0};
    for (u32 i = 0; i < o->lib_path_options; i++) ARRAY_PUSH(link->arena, &all, o->lib_paths.at[i]);
    for (u32 i = 0; i < folders.count; i++) ARRAY_PUSH(link->arena, &all, folders.at[i]);
    for (u32 i = o->lib_path_options; i < o->lib_paths.count; i++) ARRAY_PUSH(link->arena, &all, o->lib_paths.at[i]);
    link->opt.lib_paths = all;
}
