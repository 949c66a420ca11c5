# msvc-include-in-library.sh - /INCLUDE in the directives of a library's member counts, as in legacy_stdio_definitions.lib.
. tests/common.sh
# It wants a table entry that nothing else refers to, from a library that its own directive names.
mkobj $t/first.obj 'section .text$mn' 'symbol helper func' 'bytes c3' 'directive "/defaultlib:second /include:__please_link"'
mkobj $t/second.obj 'section .rdata' 'symbol __please_link' 'section .CRT$XIB' 'symbol wanted' 'bytes 11 22'
mylib /nologo /out:$t/first.lib $t/first.obj
mylib /nologo /out:$t/second.lib $t/second.obj
mkobj $t/main.obj 'section .text$mn' 'symbol start func' 'bytes e8' 'ref REL32 helper' 'bytes 31 c0 c3'
mylink /nologo /dll /noentry /libpath:$t /include:start /out:$t/a.dll $t/main.obj $t/first.lib /export:wanted,data
expect_bytes $t/a.dll wanted '11 22'
