// fuzz.h - what the entries in this folder share: a folder for files, mutations that know where an object's fields are.
//
// Each entry hands libFuzzer's bytes to one reader and looks at everything that the reader gave back, as the programs
// would. Wrong is what AddressSanitizer and UndefinedBehaviorSanitizer see, more than 10 seconds, more than 2 GB, and
// what the entry itself calls wrong with FUZZ_CHECK.
#ifndef FUZZ_H
#define FUZZ_H

#include "../../objfmt/dump.h"
#include <stdio.h>
#include <stdlib.h>

// libFuzzer calls these.
int LLVMFuzzerTestOneInput(const u8 *data, size_t size);
size_t LLVMFuzzerCustomMutator(u8 *data, size_t size, size_t max_size, unsigned seed);
size_t LLVMFuzzerMutate(u8 *data, size_t size, size_t max_size); // libFuzzer's own: bits, copies, numbers, words

// Ends the process, so that libFuzzer keeps the input.
#define FUZZ_CHECK(holds)                                                                                              \
    do {                                                                                                               \
        if (!(holds)) {                                                                                                \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #holds);                                 \
            abort();                                                                                                   \
        }                                                                                                              \
    } while (0)

// "FOLDER/name": a path in this process' own folder, which is $FUZZ_FOLDER (run.sh makes and removes it).
const char *fuzz_path(Arena *a, const char *name);

// Writes a file there and returns its path.
const char *fuzz_file(Arena *a, const char *name, Str bytes);

// Reads every byte of `s`: AddressSanitizer looks at each. The sum, so that no compiler leaves it out.
u32 fuzz_touch(Str s);

// Shows `bytes` as `mydump /ALL` would, whatever they are. Standard output is expected to be closed (-close_fd_mask=3).
void fuzz_dump(Arena *a, Str bytes);

// One mutation of an object: half of the time one field of a header, section, symbol or relocation gets a value that
// readers stumble over (0, -1, the number of records and its neighbours, the file's size), else libFuzzer's own.
size_t fuzz_mutate_object(u8 *data, size_t size, size_t max_size, unsigned seed);

#endif
