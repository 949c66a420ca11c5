// link.c - the table of contents: every pass of a link, in order.
//
// Read this first. Each line below is one pass and names its file in linker.h; each milestone comment says what is true from
// there on. /TIME prints the same names with their milliseconds.
#include "linker.h"

static void run_pass(Link *link, const char *name, void (*pass)(Link *)) {
    double start = milliseconds_now();
    link->progress.pass = name;
    tell_progress(link);
    pass(link);
    ARRAY_PUSH(link->arena, &link->times, ((PassTime){name, milliseconds_now() - start}));
}
#define RUN(pass) run_pass(link, #pass, pass)

static void print_times(const Link *link) {
    double sum = 0;
    for (u32 i = 0; i < link->times.count; i++) {
        printf("  %-24s %9.2f ms\n", link->times.at[i].pass, link->times.at[i].milliseconds);
        sum += link->times.at[i].milliseconds;
    }
    printf("  %-24s %9.2f ms\n", "total", sum);
}

static bool failed(const Link *link) { return link->diag.error_count != 0; }

static bool same_output(const OutputFile *a, const OutputFile *b) {
    bool same_place = (a->id.device || a->id.inode) && same_file(a->id, b->id);
    return same_place || str_eq(str(a->path), str(b->path));
}

// An output that is also an input, or two outputs in one place, would destroy what the user has. Names say little
// (links, "./"), so files are compared.
static bool check_output(Link *link, OutputFile *const *outputs, size_t i) {
    const OutputFile *out = outputs[i];
    for (u32 k = 0; k < link->read_files.count; k++) {
        if (out->is_special || !same_file(out->id, link->read_files.at[k].id)) continue;
        diag_fatal(&link->diag, STR(""), 1149, "output filename '%s' matches input filename '%s'", show(link, str(out->path)),
                   show(link, link->read_files.at[k].path));
        return false;
    }
    for (size_t k = 0; k < i; k++) {
        if (!outputs[k]->path || out->is_special || !same_output(outputs[k], out)) continue;
        diag_fatal(&link->diag, STR(""), 1149, "two outputs have the name '%s'", show(link, str(out->path)));
        return false;
    }
    return true;
}

// Inputs are mapped, not copied (objfmt/file.h): what was read from one that has been written to since is a mixture.
static bool check_inputs(Link *link) {
    for (u32 i = 0; i < link->read_files.count; i++) {
        const ReadFile *file = &link->read_files.at[i];
        const char *path = arena_cstr(link->arena, file->path);
        if (file_is_unchanged(path, file->id, &file->state)) continue;
        diag_report(&link->diag, &(Message){.kind = MSG_FATAL, .code = 1104,
            .text = arena_printf(link->arena, "cannot read file '%s': it was written to during the link", show(link, file->path)),
            .todo = STR("link again when the program that makes it has finished")});
        return false;
    }
    return true;
}

// All outputs are complete under temporary names before the first gets its own; the image comes last of all, so that a
// link that fails leaves the old outputs as they were.
static void write_outputs(Link *link) {
    tell_pass_2(link);
    Message m = {0};
    OutputFile image = {0}, import_library = {0}, export_file = {0}, map = {0}, manifest = {0}, def = {0}, depfile = {0};
    OutputFile *outputs[] = {&import_library, &export_file, &map, &manifest, &def, &depfile, &image};
    bool ok = write_image(link, &image) && write_import_library(link, &import_library, &export_file) &&
              write_manifest(link, &manifest);
    if (ok && link->opt.make_map) ok = write_map(link, &map); // after the image: it shows the image's time stamp
    if (ok && link->opt.output_def.n) ok = write_output_def(link, &def);
    if (ok && link->opt.dependency_file.n) ok = write_dependencies(link, &depfile);
    size_t count = sizeof outputs / sizeof *outputs;
    for (size_t i = 0; ok && i < count; i++) ok = !outputs[i]->path || check_output(link, outputs, i);
    ok = ok && check_inputs(link);
    for (size_t i = 0; i < count; i++) {
        if (!outputs[i]->path) continue;
        if (ok && !failed(link) && !output_commit(outputs[i], &m)) {
            diag_report(&link->diag, &m);
            ok = false;
        }
        if (!ok || failed(link)) output_discard(outputs[i]);
    }
}

static void link_inputs(Link *link) {
    define_given_symbols(link); // GNU's --defsym, so that no library is asked for them
    //> passes-names
    RUN(read_inputs);
    if (link->diag.fatal_count) return;
    RUN(read_def_file);
    RUN(finish_options);
    RUN(collect_exports);           // after reading: directives in objects export too
    RUN(choose_entry);
    RUN(require_delay_helper);
    RUN(resolve_symbols);           // pulls library members until no undefined name can be helped
    if (link->diag.fatal_count) return; // a broken file: what is undefined now says little
    RUN(check_mismatches);          // all objects are read: their notes for the linker are complete
    RUN(check_exports);
    RUN(check_old_ordinals);
    RUN(define_gnu_names);
    RUN(define_linker_symbols);
    RUN(create_local_imports);
    RUN(report_undefined);
    RUN(check_duplicates);
    tell_pass_1(link);
    if (failed(link)) return;
    //< passes-names
    //> passes-places
    // From here on the set of symbols is final; only the linker itself adds sections.
    RUN(create_commons);
    RUN(mark_live_sections);
    if (link->opt.order_file.n) RUN(order_comdats);
    RUN(create_delay_imports);      // after marking: a name that no live code uses is not imported
    RUN(create_imports);            // what is not loaded late
    RUN(create_exports);
    RUN(create_safe_seh_table);     // after imports: a handler may be a thunk
    RUN(create_guard_tables);       // after imports: it lists their slots, too
    RUN(create_debug_directory);
    RUN(create_manifest);           // which may be a resource
    RUN(create_resources);
    if (link->opt.opt_icf == TRI_ON) RUN(fold_identical_comdats); // after the tables of addresses: they list all names
    if (failed(link)) return;
    RUN(group_sections);            // after these three: their tables are ordinary sections
    RUN(order_import_groups);
    RUN(assign_rvas);               // everything but .reloc
    if (failed(link)) return;
    RUN(fill_safe_seh_table);
    RUN(fill_guard_tables);
    RUN(sort_pdata);
    RUN(create_base_relocs);        // needs those RVAs; .reloc comes last, so nothing moves
    RUN(check_extent);
    RUN(assign_file_offsets);
    RUN(create_symbol_table);       // behind the last section
    RUN(set_directories);
    if (failed(link)) return;
    // From here on every RVA and file offset is final.
    RUN(write_outputs);
    //< passes-places
}

int link_run(Link *link, int argc, char **argv) {
    double start = milliseconds_now();
    if (!read_options(link, argc, argv)) return failed(link);
    start_progress(link, start);
    link_inputs(link);
    end_progress(link);
    if (link->diag.hidden_count)
        diag_report(&link->diag, &(Message){.kind = MSG_NOTE,
            .text = arena_printf(link->arena, "%u more errors are not shown; /ERRORLIMIT:0 shows all", link->diag.hidden_count)});
    if (link->diag.promoted_count) diag_fatal(&link->diag, (Str){0}, 1218, "warning treated as error; no output file generated");
    if (link->opt.show_time) print_times(link);
    return failed(link);
}
