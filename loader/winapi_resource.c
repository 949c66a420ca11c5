// winapi_resource.c - FindResource, LoadResource and LoadString: what lies in an image's .rsrc section.
//
//      FindResource(module, "LOGO", RT_RCDATA)     walks the tree: type 10, name LOGO, a language -> its data entry
//      LoadResource, LockResource                  nothing to load or to lock: the image is in memory; the data's address
//      LoadString(module, 37, ...)                 strings lie in blocks of 16: string 5 of block 3
//
// A key is a number below 64 KB in place of the pointer, the text "#37", or a name; names are compared without regard
// to case, since resource compilers write capitals. Of several languages the one asked for is taken, else the
// neutral one, else English, which is what myload's Windows speaks, else the first.
// [PE: The .rsrc Section]
#include "winapi.h"

enum {
    ERROR_RESOURCE_DATA_NOT_FOUND = 1812,
    ERROR_RESOURCE_TYPE_NOT_FOUND = 1813,
    ERROR_RESOURCE_NAME_NOT_FOUND = 1814,
    RT_STRING = 6,
    ENGLISH = 0x409,
};

typedef struct {
    bool is_name;
    u32 id;
    Str name16;
} Key;

static Key key_of(const WCHAR *text) {
    Key key = {0};
    if ((uintptr_t)text < 0x10000) {
        key.id = (u32)(uintptr_t)text;
    } else if (text[0] == '#') {
        for (const WCHAR *at = text + 1; *at >= '0' && *at <= '9' && key.id < 0x10000; at++) key.id = key.id * 10 + *at - '0';
    } else {
        key = (Key){.is_name = true, .name16 = {(const u8 *)text, 2 * utf16_length(text)}};
    }
    return key;
}

static u16 upper(u16 c) { return c >= 'a' && c <= 'z' ? (u16)(c - 32) : c; }

static bool matches(const PeResource *r, const Key *key) {
    if (r->has_name != key->is_name) return false;
    if (!key->is_name) return r->id == key->id;
    if (r->name16.n != key->name16.n) return false;
    for (size_t i = 0; i < key->name16.n; i += 2)
        if (upper(load16(r->name16.p + i)) != upper(load16(key->name16.p + i))) return false;
    return true;
}

static u32 language_rank(u32 language, u32 wanted) {
    return language == wanted ? 4 : language == 0 ? 3 : language == ENGLISH ? 2 : 1;
}

// The data entry in the module's memory; NULL and the last error when there is none.
static const void *find_entry(const Module *module, const Key *type, const Key *name, u32 language) {
    Arena scratch = {0};
    PeResourceWalk walk = {0};
    PeResource r;
    Message m;
    bool in_type = false, in_name = false, type_seen = false;
    u32 best_rank = 0, best_off = 0;
    while (pe_next_resource(&module->pe, &walk, &r, &scratch, &m)) {
        if (r.level == 0) in_type = matches(&r, type), in_name = false;
        if (r.level == 1) in_name = in_type && matches(&r, name);
        type_seen |= in_type;
        if (r.level != 2 || !in_name || r.is_directory) continue;
        u32 rank = language_rank(r.id, language);
        if (rank > best_rank) best_rank = rank, best_off = r.entry_off;
    }
    arena_free(&scratch);
    if (best_rank) return module->base + module->pe.opt.directories[IMAGE_DIRECTORY_ENTRY_RESOURCE].rva + best_off;
    bool any = module->pe.opt.directories[IMAGE_DIRECTORY_ENTRY_RESOURCE].rva != 0;
    set_last_error(!any ? ERROR_RESOURCE_DATA_NOT_FOUND : type_seen ? ERROR_RESOURCE_NAME_NOT_FOUND : ERROR_RESOURCE_TYPE_NOT_FOUND);
    return NULL;
}

// ---- kernel32

static const void *WINAPI win_FindResourceExW(void *handle, const WCHAR *type, const WCHAR *name, u16 language) {
    const Module *module = module_of_handle(current_process(), handle);
    Key type_key = key_of(type), name_key = key_of(name);
    return module ? find_entry(module, &type_key, &name_key, language) : NULL;
}

static const void *WINAPI win_FindResourceW(void *handle, const WCHAR *name, const WCHAR *type) {
    return win_FindResourceExW(handle, type, name, 0);
}

static const WCHAR *wide_key(Arena *a, const char *text) {
    return (uintptr_t)text < 0x10000 ? (const WCHAR *)(uintptr_t)text : to_utf16(a, str(text));
}

static const void *WINAPI win_FindResourceExA(void *handle, const char *type, const char *name, u16 language) {
    Arena scratch = {0};
    const void *entry = win_FindResourceExW(handle, wide_key(&scratch, type), wide_key(&scratch, name), language);
    arena_free(&scratch);
    return entry;
}

static const void *WINAPI win_FindResourceA(void *handle, const char *name, const char *type) {
    return win_FindResourceExA(handle, type, name, 0);
}

static u32 WINAPI win_SizeofResource(void *handle, const u8 *entry) {
    (void)handle;
    return entry ? load32(entry + 4) : 0;
}

static void *WINAPI win_LoadResource(void *handle, const u8 *entry) {
    const Module *module = module_of_handle(current_process(), handle);
    return module && entry ? module->base + load32(entry) : NULL;
}

static void *WINAPI win_LockResource(void *data) { return data; }

static BOOL WINAPI win_FreeResource(void *data) {
    (void)data;
    return FALSE; // nothing was taken
}

const BuiltinFunction resource_functions[] = {
    FN(FindResourceA), FN(FindResourceW), FN(FindResourceExA), FN(FindResourceExW), FN(SizeofResource),
    FN(LoadResource),  FN(LockResource),  FN(FreeResource),    {0},
};

// ---- user32

// String `id` in the module's memory: *count UTF-16 units, not ended by a 0. NULL: there is none.
static const WCHAR *find_string(void *handle, u32 id, u32 *count) {
    const Module *module = module_of_handle(current_process(), handle);
    Key type = {.id = RT_STRING}, block = {.id = (id >> 4) + 1};
    const u8 *entry = module ? find_entry(module, &type, &block, 0) : NULL;
    if (!entry) return NULL;
    Str data = {module->base + load32(entry), load32(entry + 4)};
    u64 at = 0;
    for (u32 i = 0; range_ok(at, 1, 2, data.n); i++) { // each is a length and so many units
        *count = load16(data.p + at);
        if (!range_ok(at + 2, *count, 2, data.n)) return NULL;
        if (i == (id & 15)) return *count ? (const WCHAR *)(data.p + at + 2) : NULL;
        at += 2 + 2 * (u64)*count;
    }
    return NULL;
}

// With size 0 the program gets the address of the string itself.
static i32 WINAPI win_LoadStringW(void *handle, u32 id, WCHAR *to, i32 size) {
    u32 count = 0;
    const WCHAR *text = find_string(handle, id, &count);
    if (size == 0) {
        memcpy(to, &text, sizeof text);
        return (i32)count;
    }
    if (size < 0) return 0;
    if (!text) count = 0;
    if (count > (u32)size - 1) count = (u32)size - 1;
    if (count) memcpy(to, text, 2 * (size_t)count);
    to[count] = 0;
    return (i32)count;
}

static i32 WINAPI win_LoadStringA(void *handle, u32 id, char *to, i32 size) {
    u32 count = 0;
    const WCHAR *text = find_string(handle, id, &count);
    if (size <= 0) return 0;
    u64 n = text ? utf16_to_utf8(text, count, (u8 *)to, (u64)size - 1) : 0;
    if (n > (u64)size - 1) n = (u64)size - 1;
    to[n] = 0;
    return (i32)n;
}

const BuiltinFunction resource_user_functions[] = {FN(LoadStringA), FN(LoadStringW), {0}};
