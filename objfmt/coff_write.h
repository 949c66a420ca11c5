// coff_write.h - builds an object file in memory: for tables the linker makes, import libraries, .exp files and tests.
//
// The order of calls is the order in the file: sections are numbered from 1 as they are added, symbols from 0
// (auxiliary records count). Data and relocations may be added to any section at any time before coff_write().
#ifndef OBJFMT_COFF_WRITE_H
#define OBJFMT_COFF_WRITE_H

#include "coff.h"

typedef struct {
    Str name;
    u32 flags; // alignment bits included, as they go into the file
    Buffer data;
    u32 zero_size; // size of a section without data (CNT_UNINITIALIZED_DATA)
    ARRAY(CoffReloc) relocs;
} CoffNewSection;

typedef struct {
    Str name;
    u32 value;
    i32 section_num;
    u16 type;
    u8 storage_class;
    u8 aux_count;
    u8 aux[18];     // the first auxiliary record; further ones are written as zeros
    bool defines_section; // size, relocation count and `associate` go into aux when the object is written
    u32 associate;
} CoffNewSymbol;

typedef struct {
    Arena *arena;
    u16 machine;
    u16 characteristics;
    u32 time_stamp;
    bool force_big; // write a bigobj even when the sections are few
    ARRAY(CoffNewSection) sections;
    ARRAY(CoffNewSymbol) symbols;
    u32 symbol_records; // symbols and auxiliary records so far: the index of the next symbol
} CoffBuilder;

void coff_builder_init(CoffBuilder *b, Arena *arena, u16 machine);

// Returns the section's number, from 1. `name` must outlive the builder.
u32 coff_add_section(CoffBuilder *b, Str name, u32 flags);
// The buffer to append raw data to; valid until the next coff_add_section.
Buffer *coff_section_data(CoffBuilder *b, u32 section_num);
void coff_add_reloc(CoffBuilder *b, u32 section_num, u32 section_off, u32 symbol_idx, u16 type);

// Each returns the symbol's index in the symbol table.
u32 coff_add_symbol(CoffBuilder *b, Str name, i32 section_num, u32 value, u16 type, u8 storage_class);
// The section's own symbol: static, with its definition. `selection` 0: not a COMDAT.
u32 coff_add_section_symbol(CoffBuilder *b, u32 section_num, u8 selection, u32 associate);
u32 coff_add_weak(CoffBuilder *b, Str name, u32 default_idx, u32 search);

// The finished file, in `arena`; nothing of the builder is needed for it any more. More than 65,279 sections make it a bigobj; relocation counts above 65,534 use the
// overflow record. The caller keeps the whole below 4 GB, and names free of NULs.
Str coff_write(const CoffBuilder *b, Arena *arena);

#endif
