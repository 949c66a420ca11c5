// tls.c - variables that every thread has its own copy of (__declspec(thread), thread_local).
//
//      TLS directory of a module            thread 1: TEB -> tls_pointer -> [ 0 | 1 | 2 ... ]
//        template  .tls bytes  --copied-->                                        |
//        zero fill (so many more)                                                 `-> block: template, zeros
//        index     where to write "1"       thread 2: TEB -> tls_pointer -> [ 0 | 1 | 2 ... ]
//        callbacks functions                                                      `-> another block
//
// Code that uses such a variable loads the module's index from its own variable (`_tls_index`), takes that element of
// the thread's array and adds the variable's place in the template. So each module with a TLS directory needs an index,
// and each thread one block per index. A DLL that comes by LoadLibrary gives a block to threads that run already, too.
// [PE: The .tls Section] [PE: The TLS Directory] [PE: TLS Callback Functions]
#include "loader.h"

#include <stdlib.h>

static bool bad_tls(Process *p, Module *module, const char *why, LoadError *e) {
    load_failed(p, e, (u32)STATUS_INVALID_IMAGE_FORMAT, module->name,
                "The application was unable to start correctly (0xc000007b). %.*s is not a valid image",
                STR_ARG(module->name));
    e->message.why = arena_printf(&p->arena, "TLS directory: %s", why);
    return false;
}

// The directory holds addresses, not RVAs; in the file they are still meant for the preferred base.
static u64 rva_of_va(const Module *module, u64 va) { return va - module->pe.opt.image_base; }

bool read_tls(Process *p, Module *module, LoadError *e) {
    Message m = {0};
    module->has_tls = pe_tls(&module->pe, &module->tls, &module->arena, &m);
    if (m.text.n) {
        bad_tls(p, module, "", e);
        e->message.why = arena_copy(&p->arena, m.text);
        return false;
    }
    if (!module->has_tls) return true;
    const PeTls *tls = &module->tls;
    u64 size = tls->raw_end_va - tls->raw_start_va, limit = module->pe.opt.size_of_image;
    if (tls->raw_end_va < tls->raw_start_va) return bad_tls(p, module, "the template ends before it starts", e);
    if (size && !range_ok(rva_of_va(module, tls->raw_start_va), size, 1, limit))
        return bad_tls(p, module, "the template is outside the image", e);
    if (!range_ok(rva_of_va(module, tls->index_va), 4, 1, limit))
        return bad_tls(p, module, "the index is outside the image", e);
    if (tls->callbacks_va && !range_ok(rva_of_va(module, tls->callbacks_va), 1, sizeof(void *), limit))
        return bad_tls(p, module, "the array of callbacks is outside the image", e);
    return true;
}

static u64 template_size(const Module *module) { return module->tls.raw_end_va - module->tls.raw_start_va; }

// Alignment is a code in bits 20 to 23, as in section flags: 1 is 1 byte, 14 is 8192.
static u64 template_alignment(const Module *module) {
    u32 code = module->tls.flags >> 20 & 15;
    u64 align = code ? 1ull << (code - 1) : 16;
    return align < 16 ? 16 : align;
}

//> give-tls-block
static bool give_block(Process *p, Thread *thread, const Module *module) {
    u64 size = template_size(module), all = align_up(size + module->tls.zero_fill_size + 1, 16);
    void *block = NULL;
    if (posix_memalign(&block, template_alignment(module), all) != 0) return false;
    memset(block, 0, all);
    const u8 *from = module_at(module, rva_of_va(module, module->tls.raw_start_va), size);
    if (size && from) memcpy(block, from, size);
    thread->tls_blocks[module->tls_index] = block;
    trace(p, "tls", "%.*s: thread %u gets its block of %llu bytes (index %d) at %p", STR_ARG(module->name), thread->id,
          (unsigned long long)(size + module->tls.zero_fill_size), module->tls_index, block);
    return true;
}
//< give-tls-block

bool assign_tls(Process *p, Module *module, LoadError *e) {
    if (!module->has_tls) return true;
    const PeTls *tls = &module->tls;
    u64 size = template_size(module);
    u8 *index = module_at(module, rva_of_va(module, tls->index_va), 4);
    if (!index) return bad_tls(p, module, "the index is in no section", e);
    if (size && !module_at(module, rva_of_va(module, tls->raw_start_va), size))
        return bad_tls(p, module, "the template is in no section", e);
    int i = 0;
    while (i < MAX_TLS_MODULES && p->tls_index_used[i]) i++;
    if (i == MAX_TLS_MODULES) return bad_tls(p, module, "1024 other modules have one already", e);
    p->tls_index_used[i] = true;
    module->tls_index = i;
    module->entry.tls_index = (u16)i;
    store32(index, (u32)i);
    trace(p, "tls", "%.*s: index %d written to %p", STR_ARG(module->name), i, (void *)index);
    bool ok = true;
    pthread_mutex_lock(&p->threads_lock);
    for (Thread *t = p->threads; t; t = t->next) ok = ok && give_block(p, t, module);
    pthread_mutex_unlock(&p->threads_lock);
    return ok || bad_tls(p, module, "not enough memory for the threads' copies", e);
}

void release_tls(Process *p, Module *module) {
    if (module->tls_index == NO_TLS_INDEX) return;
    pthread_mutex_lock(&p->threads_lock);
    for (Thread *t = p->threads; t; t = t->next) {
        free(t->tls_blocks[module->tls_index]);
        t->tls_blocks[module->tls_index] = NULL;
    }
    pthread_mutex_unlock(&p->threads_lock);
    p->tls_index_used[module->tls_index] = false;
    module->tls_index = NO_TLS_INDEX;
}

// Under the loader lock, before the thread is in p->threads.
bool create_thread_tls(Process *p, Thread *thread) {
    bool ok = true;
    for (u32 i = 0; i < p->modules.count; i++)
        if (p->modules.at[i]->tls_index != NO_TLS_INDEX) ok = ok && give_block(p, thread, p->modules.at[i]);
    return ok;
}

void free_thread_tls(Process *p, Thread *thread) {
    (void)p;
    for (u32 i = 0; i < MAX_TLS_MODULES; i++) free(thread->tls_blocks[i]);
}

// The array is read from memory each time, as Windows does: a callback may put another one behind itself.
void call_tls_callbacks(Process *p, Module *module, u32 reason) {
    if (!module->has_tls || !module->tls.callbacks_va) return;
    u64 rva = rva_of_va(module, module->tls.callbacks_va);
    for (;; rva += sizeof(void *)) {
        const u8 *slot = module_at(module, rva, sizeof(void *));
        void *callback;
        if (!slot) return;
        memcpy(&callback, slot, sizeof callback);
        if (!callback) return;
        trace(p, "tls", "%.*s: TLS callback %p called with reason %u on thread %u", STR_ARG(module->name), callback,
              reason, current_thread()->id);
        call_image(callback, (uintptr_t)module->base, reason, 0);
    }
}
