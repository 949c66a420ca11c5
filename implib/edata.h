// edata.h - the export section `.edata`, built as a section of an object file.
//
//      0   export directory     40 bytes
//      28  address table        4 bytes for each ordinal from the lowest to the highest: RVA of a function, of a
//                               forwarder string, or 0 for an ordinal nobody has
//          name pointer table   4 bytes a name, names sorted byte-wise so that the loader can search by halves
//          ordinal table        2 bytes a name: index into the address table
//          DLL name, the names in the same order, forwarder strings
//
// The linker adds the section to its synthetic object, `mylib /DEF` writes it into a .exp file; every address is an
// ADDR32NB relocation, so the ordinary relocation pass fills it in. [PE: The .edata Section (Image Only)] [link.exe]
#ifndef IMPLIB_EDATA_H
#define IMPLIB_EDATA_H

#include "../objfmt/coff_write.h"

typedef struct {
    Str name;    // as exported
    Str symbol;  // what the address table points to: becomes an undefined external of the object. Unused for forwarders
    Str forward; // "KERNEL32.Sleep" or "KERNEL32.#12"; empty when not a forwarder
    u32 ordinal; // 1 to 65535; 0: to be chosen by edata_number
    bool noname; // by ordinal only: `name` is not written
} EdataExport;

// Gives an ordinal to every export that has none: upward from the highest one given (from 1 when there is none), in
// byte order of the names [link.exe]. The order of the array does not change. False with *m filled (no file; LNK1121:
// an ordinal is used twice; LNK1141: more than 65,535 are needed, or the names are larger than a section can be).
bool edata_number(Arena *arena, EdataExport *exports, u32 count, Message *m);

// hints[i] is what an import library says about exports[i]: its index in the sorted name table; 0 for NONAME.
void edata_hints(Arena *arena, const EdataExport *exports, u32 count, u16 *hints);

// Adds section `.edata` (40000040) with its relocations and symbols to *b and returns its number. All ordinals
// are set and differ, and so do the names. Inside the section static symbols name its parts as in link.exe's .exp
// files: szName, rgpv, rgszName, rgwOrd, $N00001 ... (names), $F00001 ... (forwarder strings).
u32 edata_build(CoffBuilder *b, Str dll_name, const EdataExport *exports, u32 count);

#endif
