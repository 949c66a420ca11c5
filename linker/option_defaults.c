// option_defaults.c - after all options and inputs have been read: what was left open gets its default, and options
// that contradict each other are reported in link.exe's words.
//
//      machine   program base   DLL base     large addresses   high entropy
//      x64       0x140000000    0x180000000  yes               yes
//      ARM64     0x140000000    0x180000000  yes               yes
//      x86       0x400000       0x10000000   no                no
//
// [link.exe] where no page of the documentation says so.
#include "options.h"

static const char *machine_name(u16 id) {
    return id == IMAGE_FILE_MACHINE_I386 ? "x86" : id == IMAGE_FILE_MACHINE_ARM64 ? "ARM64" : "x64";
}

static void set_default(Tri *option, bool on) {
    if (*option == TRI_DEFAULT) *option = on ? TRI_ON : TRI_OFF;
}

// LNK4075 for an option that was asked for and cannot be had.
static void ignore_option(Link *link, Tri *option, const char *name, const char *because) {
    if (*option == TRI_ON)
        diag_warning(&link->diag, (Str){0}, 4075, "ignoring '/%s' due to '/%s' specification", name, because);
    *option = TRI_OFF;
}

static void not_for_machine(Link *link, const char *option) {
    diag_fatal(&link->diag, (Str){0}, 1246, "'/%s' not compatible with '%s' target machine; link without '/%s'", option,
               machine_name(link->machine->id), option);
}

// ---- Names

static Str base_of(Str path) {
    size_t slash = str_rfind(path, '/');
    return slash == path.n ? path : str_slice(path, slash + 1, path.n);
}

static Str replace_extension(Link *link, Str path, const char *extension) {
    size_t dot = str_rfind(path, '.');
    bool has_one = dot < path.n && str_find(str_slice(path, dot, path.n), '/') == path.n - dot;
    Buffer b = {.arena = link->arena};
    buffer_put_str(&b, has_one ? str_slice(path, 0, dot) : path);
    buffer_put_str(&b, str(extension));
    return buffer_str(&b);
}

static bool has_extension(Str path) { return str_find(base_of(path), '.') < base_of(path).n; }

static const InputFile *first_object(const Link *link) {
    for (u32 i = 0; i < link->files.count; i++) {
        const InputFile *f = link->files.at[i];
        if (f->kind == FILE_OBJECT && !f->library && f->name.n && f->name.p[0] != '(') return f;
    }
    return NULL;
}

// /OUT, else the name in the .def file, else the first object's, in the current folder. [spec: out-output-file-name]
static void choose_output_name(Link *link) {
    Options *o = &link->opt;
    const char *extension = o->driver ? ".sys" : o->dll ? ".dll" : ".exe";
    const InputFile *object = first_object(link);
    if (!o->out.n && o->dll_name.n)
        o->out = has_extension(o->dll_name) ? o->dll_name : replace_extension(link, o->dll_name, extension);
    if (!o->out.n && o->gnu) o->out = STR("a.exe");
    Str first = object ? object->name : link->first_resource_file;
    if (!o->out.n && first.n) o->out = replace_extension(link, base_of(first), extension);
    if (!o->out.n && link->diag.error_count == 0) {
        Message m = {.kind = MSG_FATAL, .code = 1159, .text = STR("no output file specified")};
        m.why = STR("no object on the command line could lend its name");
        m.todo = arena_printf(link->arena, "/OUT:name%s", extension);
        diag_report(&link->diag, &m);
    }
}

static void choose_other_names(Link *link) {
    Options *o = &link->opt;
    if (!o->implib.n)
        o->implib = replace_extension(link, o->out, ".lib");
    else if (!has_extension(o->implib))
        o->implib = replace_extension(link, o->implib, ".lib");
    if (!o->map.n) o->map = replace_extension(link, o->out, ".map");
    if (!o->pdb.n) o->pdb = replace_extension(link, o->out, ".pdb");
    if (o->exp_file && !str_eq_nocase(base_of(o->exp_out), base_of(o->out)))
        diag_warning(&link->diag, o->exp_file->name, 4070,
                     "/OUT:%s directive in .EXP differs from output filename '%s'; ignoring directive",
                     show(link, o->exp_out), show(link, o->out));
}

// ---- Versions

static bool is_efi(u16 subsystem) {
    return subsystem >= IMAGE_SUBSYSTEM_EFI_APPLICATION && subsystem <= IMAGE_SUBSYSTEM_EFI_ROM;
}

typedef struct {
    u16 major, minor;
} Version;

typedef struct {
    Version least, standard;
} VersionRule;

// [spec: subsystem-specify-subsystem], the table at its end.
static VersionRule subsystem_version_rule(const Link *link) {
    const Options *o = &link->opt;
    bool x86 = link->machine->id == IMAGE_FILE_MACHINE_I386, arm64 = link->machine->id == IMAGE_FILE_MACHINE_ARM64;
    Version one = {1, 0}, wdm = {1, x86 ? 0 : 10},
            native = x86     ? (Version){4, 0}
                     : arm64 ? (Version){6, 2}
                             : (Version){5, 2};
    switch (o->subsystem) {
    case IMAGE_SUBSYSTEM_NATIVE: return o->wdm_driver ? (VersionRule){wdm, wdm} : (VersionRule){native, native};
    case IMAGE_SUBSYSTEM_POSIX_CUI: return (VersionRule){one, {19, 90}};
    case IMAGE_SUBSYSTEM_EFI_APPLICATION:
    case IMAGE_SUBSYSTEM_EFI_BOOT_SERVICE_DRIVER:
    case IMAGE_SUBSYSTEM_EFI_RUNTIME_DRIVER:
    case IMAGE_SUBSYSTEM_EFI_ROM:
    case IMAGE_SUBSYSTEM_WINDOWS_BOOT_APPLICATION: return (VersionRule){one, one};
    default: return (VersionRule){arm64 ? (Version){6, 2} : (Version){5, x86 ? 1 : 2}, {6, arm64 ? 2 : 0}};
    }
}

static void choose_versions(Link *link) {
    Options *o = &link->opt;
    VersionRule rule = subsystem_version_rule(link);
    u32 asked = (u32)o->major_subsystem_version << 16 | o->minor_subsystem_version;
    bool too_low = asked < ((u32)rule.least.major << 16 | rule.least.minor);
    if (o->has_subsystem_version && too_low && !o->gnu)
        diag_warning(&link->diag, (Str){0}, 4010,
                     "invalid subsystem version number %u.%02u; default subsystem version assumed",
                     o->major_subsystem_version, o->minor_subsystem_version);
    if (!o->has_subsystem_version || (too_low && !o->gnu)) {
        o->major_subsystem_version = rule.standard.major;
        o->minor_subsystem_version = rule.standard.minor;
    }
    if (o->has_os_version) return;
    o->major_os_version = is_efi(o->subsystem) ? 0 : o->major_subsystem_version;
    o->minor_os_version = is_efi(o->subsystem) ? 0 : o->minor_subsystem_version;
}

// ---- Flags

static void choose_addresses(Link *link) {
    Options *o = &link->opt;
    bool wide = link->machine->pointer_size == 8;
    if (o->driver) ignore_option(link, &o->fixed, "FIXED", "DRIVER");
    set_default(&o->fixed, false);
    if (o->fixed == TRI_ON && o->dynamic_base == TRI_ON)
        diag_fatal(&link->diag, (Str){0}, 1295,
                   "'/FIXED' not compatible with '/DYNAMICBASE' specification; link without '/FIXED'");
    if (o->dynamic_base == TRI_OFF && link->machine->id == IMAGE_FILE_MACHINE_ARM64)
        not_for_machine(link, "DYNAMICBASE:NO");
    set_default(&o->dynamic_base, o->fixed == TRI_OFF && !is_efi(o->subsystem));
    set_default(&o->large_address_aware, wide);

    if (!wide && o->high_entropy_va == TRI_ON)
        diag_warning(&link->diag, (Str){0}, 4062,
                     "'/HIGHENTROPYVA' not compatible with '%s' target machine; option ignored",
                     machine_name(link->machine->id));
    if (!wide) o->high_entropy_va = TRI_OFF;
    if (o->large_address_aware == TRI_OFF)
        ignore_option(link, &o->high_entropy_va, "HIGHENTROPYVA", "LARGEADDRESSAWARE:NO");
    if (o->dynamic_base == TRI_OFF)
        ignore_option(link, &o->high_entropy_va, "HIGHENTROPYVA", o->fixed == TRI_ON ? "FIXED" : "DYNAMICBASE:NO");
    set_default(&o->high_entropy_va, true);

    link->image_base = o->has_base ? o->base : o->dll ? link->machine->dll_base : link->machine->exe_base;
    o->base = link->image_base;
    if (!wide && o->base > UINT32_MAX)
        diag_fatal(&link->diag, (Str){0}, 1224, "invalid image base address 0x%llX", (unsigned long long)o->base);
}

static void choose_alignments(Link *link) {
    Options *o = &link->opt;
    if (o->section_alignment && !o->driver && !o->gnu)
        diag_warning(&link->diag, (Str){0}, 4108, "/ALIGN specified without /DRIVER; image may not run");
    if (!o->section_alignment) o->section_alignment = 0x1000;
    if (o->file_alignment > o->section_alignment) {
        diag_warning(&link->diag, (Str){0}, 4075, "ignoring '/FILEALIGN' due to '/ALIGN' specification");
        o->file_alignment = 0;
    }
    // Below the page size Windows maps the file as it is, so both must be the same. [PE: Optional Header
    // Windows-Specific Fields (Image Only)]
    if (o->section_alignment < 0x1000) o->file_alignment = o->section_alignment;
    if (!o->file_alignment) o->file_alignment = 0x200;
}

static void check_size(Link *link, const char *option, u64 size) {
    if (link->machine->pointer_size == 4 && size > UINT32_MAX)
        diag_fatal(&link->diag, (Str){0}, 1117, "syntax error in option '%s:0x%llX': the image has 32 bits", option,
                   (unsigned long long)size);
}

static void choose_sizes(Link *link) {
    Options *o = &link->opt;
    if (o->dll && o->has_stack) diag_warning(&link->diag, (Str){0}, 4228, "'/STACK' invalid for a DLL; ignored");
    if (o->dll && o->has_heap) diag_warning(&link->diag, (Str){0}, 4228, "'/HEAP' invalid for a DLL; ignored");
    if (o->dll) o->stack_reserve = o->stack_commit = o->heap_reserve = o->heap_commit = 0;
    if (!o->stack_reserve) o->stack_reserve = 0x100000;
    if (!o->stack_commit) o->stack_commit = 0x1000;
    if (!o->heap_reserve) o->heap_reserve = 0x100000;
    if (!o->heap_commit) o->heap_commit = 0x1000;
    check_size(link, "STACK", o->stack_reserve);
    check_size(link, "STACK", o->stack_commit);
    check_size(link, "HEAP", o->heap_reserve);
    check_size(link, "HEAP", o->heap_commit);
}

static void choose_flags(Link *link) {
    Options *o = &link->opt;
    bool program = !o->dll && !o->driver && // a subsystem that is not known yet will be one of these two
                   (!o->has_subsystem || o->subsystem == IMAGE_SUBSYSTEM_WINDOWS_CUI ||
                    o->subsystem == IMAGE_SUBSYSTEM_WINDOWS_GUI);
    set_default(&o->nx_compat, !is_efi(o->subsystem));
    if (o->dll && o->ts_aware == TRI_ON) {
        diag_warning(&link->diag, (Str){0}, 4228, "'/TSAWARE' invalid for a DLL; ignored");
        o->ts_aware = TRI_OFF;
    }
    set_default(&o->ts_aware, program);
    set_default(&o->allow_bind, true);
    set_default(&o->allow_isolation, true);
    if (o->subsystem == IMAGE_SUBSYSTEM_NATIVE) o->release = true;
    bool x86 = link->machine->id == IMAGE_FILE_MACHINE_I386;
    if (o->safe_seh == TRI_ON && !x86) not_for_machine(link, "SAFESEH");
    if (o->cet_compat && link->machine->id == IMAGE_FILE_MACHINE_ARM64) not_for_machine(link, "CETCOMPAT");
    o->safe_seh_required = o->safe_seh == TRI_ON;
    set_default(&o->safe_seh, x86 && !o->gnu && !is_efi(o->subsystem)); // [spec: safeseh-image-has-safe-exception-handlers]
}

// [spec: functionpadmin-create-hotpatchable-image]
static void choose_padding(Link *link) {
    Options *o = &link->opt;
    if (!o->pad_functions || o->function_pad) return;
    if (link->machine->id == IMAGE_FILE_MACHINE_ARM64) {
        Message m = {.kind = MSG_FATAL, .code = 1117, .text = STR("syntax error in option 'FUNCTIONPADMIN'")};
        m.why = STR("only x86 and x64 have a usual number of bytes");
        m.todo = STR("/FUNCTIONPADMIN:bytes");
        diag_report(&link->diag, &m);
    }
    o->function_pad = link->machine->id == IMAGE_FILE_MACHINE_I386 ? 5 : 6;
}

static void choose_optimizations(Link *link) {
    Options *o = &link->opt;
    const char *no_incremental = o->opt_ref == TRI_ON   ? "OPT:REF"
                                 : o->opt_icf == TRI_ON ? "OPT:ICF"
                                 : o->order_file.n      ? "ORDER"
                                 : o->release           ? "RELEASE"
                                                        : NULL;
    if (no_incremental) ignore_option(link, &o->incremental, "INCREMENTAL", no_incremental);
    set_default(&o->incremental, false);
    bool optimize = !o->gnu && (!o->debug || o->debug_kind != DEBUG_FULL); // [spec: opt-optimizations]
    set_default(&o->opt_ref, optimize);
    set_default(&o->opt_icf, optimize);
}

// GNU ld's start-up functions are other ones than link.exe's, and it does not look at what the program defines.
static void choose_gnu_entry(Link *link) {
    Options *o = &link->opt;
    bool x86 = link->machine->id == IMAGE_FILE_MACHINE_I386, windows = o->subsystem == IMAGE_SUBSYSTEM_WINDOWS_GUI;
    if (o->has_entry || o->no_entry) return;
    o->has_entry = true;
    if (o->dll)
        o->entry = x86 ? STR("_DllMainCRTStartup@12") : STR("DllMainCRTStartup");
    else if (o->subsystem == IMAGE_SUBSYSTEM_NATIVE)
        o->entry = x86 ? STR("_NtProcessStartup") : STR("NtProcessStartup");
    else if (windows)
        o->entry = x86 ? STR("_WinMainCRTStartup") : STR("WinMainCRTStartup");
    else
        o->entry = x86 ? STR("_mainCRTStartup") : STR("mainCRTStartup");
}

static void warn_about_inputs(Link *link) {
    if (link->opt.gnu || link->diag.error_count) return;
    if (!first_object(link) && link->libraries.count)
        diag_warning(&link->diag, (Str){0}, 4001, "no object files specified; libraries used");
    if (!link->machine) diag_warning(&link->diag, (Str){0}, 4068, "/MACHINE not specified; defaulting to X64");
}

// link.exe would write a program database now. Not an error: build systems give /DEBUG for every debug build.
static void warn_about_debug(Link *link) {
    if (link->opt.gnu || link->opt.debug_kind != DEBUG_FULL) return;
    Message m = {.kind = MSG_WARNING,
                 .code = 4901,
                 .text = STR("/DEBUG: no program database is written; the image has no debug information")};
    m.todo = STR("/DEBUG:NONE, or /IGNORE:4901; /DEBUG:DWARF keeps what clang -gdwarf and gcc -g write");
    diag_report(&link->diag, &m);
}

void finish_options(Link *link) {
    Options *o = &link->opt;
    warn_about_inputs(link);
    warn_about_debug(link);
    if (!link->machine) link->machine = find_machine(IMAGE_FILE_MACHINE_AMD64);
    if (!o->has_subsystem && (o->driver || o->dll)) {
        o->has_subsystem = true;
        o->subsystem = o->driver ? IMAGE_SUBSYSTEM_NATIVE : IMAGE_SUBSYSTEM_WINDOWS_GUI;
    }
    if (o->gnu) choose_gnu_entry(link);
    choose_output_name(link);
    choose_other_names(link);
    choose_versions(link);
    choose_addresses(link);
    choose_alignments(link);
    choose_sizes(link);
    choose_flags(link);
    choose_padding(link);
    choose_optimizations(link);
}
