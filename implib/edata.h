// edata.h - the export section `.edata`, built as a section of an object file.
//
//      0   export directory     40 bytes
//      28  address table        4 bytes for each ordinal from the lowest to the highest: RVA of a function, of a
//                               forwarder string, or 0 for an ordinal nobody has
//          name pointer table   4 bytes a name, names sorted byte-wise so that the loader can search by halves
//          ordinal table        2 bytes a name: index into the address table
//          DLL name, then the names in the same order, then forwarder strings
//
// The linker adds the section to its synthetic object, `mylib /DEF` writes it into a .exp file; every address is an
// ADDR32NB relocation, so the ordinary relocation pass fills it in. [PE: The .edata Section (Image Only)] [link.exe]
#ifndef IMPLIB_EDATA_H
#define IMPLIB_EDATA_H

#include "../objfmt/coff_write.h"

typedef struct {
    Str name;        // as exported; empty: by ordinal only (NONAME)
    Str symbol;      // what the address table points to; an undefined external of the object. Unused for forwarders
    Str forward;     // "KERNEL32.Sleep" or "KERNEL32.#12"; empty when not a forwarder
    u32 ordinal;     // 1 to 65535; 0: to be chosen by edata_number
    bool data;       // the symbol is not a function
} EdataExport;

// Gives an ordinal to every export that has none: upward from the highest one given (from 1 when there is none), in
// byte order of the names [link.exe]. Two exports may not share an ordinal unless they name the same symbol; the caller
// has checked what the user wrote. False with *m filled (file empty, LNK1141) when an ordinal above 65535 would be needed
// or one is used twice for different symbols. The order of the array does not change.
bool edata_number(Arena *arena, EdataExport *exports, u32 count, Message *m);

// Hint of each export, as import libraries hold it: its index in the sorted name table; 0 for those without a name.
void edata_hints(Arena *arena, const EdataExport *exports, u32 count, u16 *hints);

// Adds section `.edata` (40000040, 4-aligned) with its relocations and symbols to *b. Every ordinal is set, names differ. The
// section's number is returned. The symbols are added as undefined externals unless *b has them already under that name
// because a caller added them in `symbol_idx`: symbol_idx[i], when the array is given, is used for exports[i].
u32 edata_build(CoffBuilder *b, Str dll_name, const EdataExport *exports, u32 count, const u32 *symbol_idx);

#endif
