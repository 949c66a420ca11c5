// archive.c - libraries: the index, each linker member on its own, every member; then as mylib reads and writes them.
#include "../../implib/members.h"
#include "fuzz.h"

static u32 look_at(Arena *a, Str bytes) {
    Archive ar;
    Message m = {0};
    u32 sum = 0, count;
    if (!archive_open(&ar, a, bytes, STR("fuzz"), &m)) {
        FUZZ_CHECK(m.text.n);
        return 0;
    }
    for (u32 i = 0; i < ar.symbol_count; i++) {
        ArchiveMember member;
        sum += fuzz_touch(ar.symbols[i].name);
        if (archive_member(&ar, a, ar.symbols[i].member_off, &member, &m)) sum += fuzz_touch(member.data);
    }
    ArchiveSymbol *symbols;
    if (ar.has_first && archive_read_index(&ar, a, 1, &symbols, &count, &m)) sum += count;
    if (ar.has_second && archive_read_index(&ar, a, 2, &symbols, &count, &m)) sum += count;
    ArchiveMember member;
    for (u64 pos = 0; archive_next(&ar, a, &pos, &member, &m);) {
        FUZZ_CHECK(pos <= bytes.n + 1);
        sum += fuzz_touch(member.name) + fuzz_touch(member.data);
    }
    return sum;
}

// A library that mylib accepts and writes again must be one that everybody reads. (A thin one would open files.)
static void write_again(Arena *a, Str bytes) {
    Diag diag = {.tool = "LIB", .arena = a, .explain = true};
    MemberList list = {.arena = a, .diag = &diag};
    Message m = {0};
    Str written;
    Archive ar;
    if (identify_file(bytes) != FILE_TYPE_ARCHIVE || !members_add(&list, STR("fuzz.lib"), bytes, &m)) return;
    list.input_count = 1;
    if (members_write(&list, &written, &m)) FUZZ_CHECK(archive_open(&ar, a, written, STR("written"), &m));
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size) {
    Arena a = {0};
    Str bytes = {data, size};
    volatile u32 sum = look_at(&a, bytes);
    (void)sum;
    FileType type = identify_file(bytes);
    if (type == FILE_TYPE_ARCHIVE || type == FILE_TYPE_THIN_ARCHIVE) fuzz_dump(&a, bytes);
    write_again(&a, bytes);
    arena_free(&a);
    return 0;
}
