// demangle.h - what a C++ programmer wrote, out of the name that the compiler made of it.
//
//      ?area@Shape@@QEBAHH@Z   Microsoft's way (cl, clang-cl)        public: int __cdecl Shape::area(int)const
//      _ZNK5Shape4areaEi       the Itanium ABI's (gcc, clang)        Shape::area(int) const
//
// The whole declaration is read by undecorate.c and itanium.c. For names with something rare in them demangle.c gives the name
// only, without parameters and types, if a walk from left to right finds it (no templates, few operators). What is left the
// reader sees as it is.
#ifndef OBJFMT_DEMANGLE_H
#define OBJFMT_DEMANGLE_H

#include "arena.h"

bool is_cxx_name(Str symbol); // begins as a decorated C++ name does

// "Shape::area", or empty when `symbol` is not a C++ name or one that is not decoded here.
Str plain_cxx_name(Arena *a, Str symbol);

// "int __cdecl area(int)", as link.exe shows it: the whole declaration out of a name in Microsoft's way. Empty when it has something
// rare in it. undecorate.c
Str microsoft_declaration(Arena *a, Str symbol);

// "Shape::area(int) const", as c++filt shows it, out of a name in the way of the Itanium ABI. Empty as above. itanium.c
Str itanium_declaration(Arena *a, Str symbol);

// The part of a decorated name that spells its scopes and its own name, as it stands there ("area@Shape", "5Shape4area").
// Equal parts: the same name with perhaps other parameters. Empty when there is none.
Str cxx_name_part(Str symbol);

#endif
