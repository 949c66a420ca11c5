// wrap.c - GNU ld's --wrap and --defsym: names that get another meaning on the command line. Read this only for them.
//
//      --wrap malloc        a way to stand between a program and a function, without changing either:
//
//          main.o:   call malloc          ──> __wrap_malloc    written by the user; counts, checks, or lies for a test
//          wrap.o:   call __real_malloc   ──> malloc           the function itself
//
//      Only what an object refers to is renamed, never what it defines: calls inside the object that has `malloc` need
//      no name any more and stay as they are.
//
//      --defsym name=value  the name exists: a number, or another name for `value`. An object that defines it wins.
#include "linker.h"

static bool is_wrapped(const Link *link, Str name) {
    for (u32 i = 0; i < link->opt.wraps.count; i++)
        if (str_eq(link->opt.wraps.at[i], name)) return true;
    return false;
}

static Str cut_start(Str name, Str start) { return str_starts(name, start) ? str_slice(name, start.n, name.n) : name; }

// The name as C has it. On x86 all begin with one more underscore; a DLL's slot has __imp_ in front: __imp__malloc.
static Str c_part(const Link *link, Str name) {
    Str rest = cut_start(name, STR("__imp_"));
    return link->machine ? cut_start(rest, str(link->machine->prefix)) : rest; // NULL: only aliases so far
}

// What an object means that refers to `name`.
Str wrapped_name(Link *link, Str name) {
    const Str wrap = STR("__wrap_"), real = STR("__real_");
    Str rest = c_part(link, name);
    Str front = str_slice(name, 0, name.n - rest.n);
    if (is_wrapped(link, rest)) return arena_concat(link->arena, arena_concat(link->arena, front, wrap), rest);
    Str function = cut_start(rest, real);
    if (function.n < rest.n && is_wrapped(link, function)) return arena_concat(link->arena, front, function);
    return name;
}

// __imp___wrap_NAME: the linker makes this slot, and nobody needs to be told.
bool is_wrapper_slot(Link *link, Str slot_name) {
    Str name = c_part(link, slot_name);
    return str_starts(name, STR("__wrap_")) && is_wrapped(link, cut_start(name, STR("__wrap_")));
}

// Before all inputs: a weak external that no library is asked for, with the number or the other name as its default.
void define_given_symbols(Link *link) {
    for (u32 i = 0; i < link->opt.given_symbols.count; i++) {
        const GivenSymbol *given = &link->opt.given_symbols.at[i];
        Symbol *sym = intern(link, given->name);
        if (given->other.n) {
            sym->weak_default = intern(link, given->other);
            sym->weak_default->is_root = true; // an error when nothing has it
            add_undefined(link, sym->weak_default, NULL);
        } else {
            sym->weak_default = ARENA_NEW(link->arena, Symbol);
            *sym->weak_default = (Symbol){.name = given->name, .kind = SYM_ABSOLUTE, .value = given->number};
        }
        add_undefined(link, sym, NULL);
        sym->linker_made = true;
    }
}
