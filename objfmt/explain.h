// explain.h - what each message code means, in a table: the page behind `mylink /EXPLAIN:LNK2019`.
//
// The codes are link.exe's, so that a search of either linker's message finds the same pages; 19xx and 49xx are our own.
// diag.c takes the `read:` line from here, and what to say under a message whose sender had nothing to add.
#ifndef OBJFMT_EXPLAIN_H
#define OBJFMT_EXPLAIN_H

#include "arena.h"

typedef struct {
    u16 code;
    u16 chapter;         // of the tutorial; 0: none
    const char *message; // with what stands for names in <>: "unresolved external symbol <name>"
    const char *why;     // what has happened, and why that is an error
    const char *todo;    // what to do
} Explanation;

const Explanation *explain_code(u32 code); // NULL: no such message
const char *chapter_title(u32 chapter);    // of the tutorial; NULL: there is no such chapter

// The page of a code as text of several lines, or empty. The table is walked with explain_at, 0 up to NULL.
Str explain_page(Arena *a, u32 code);
const Explanation *explain_at(u32 idx);

#endif
