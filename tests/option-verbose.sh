# option-verbose.sh - /VERBOSE in link.exe's shape: passes, searched libraries, what was found, for whom, and what stayed unused.
# The libraries are asked twice: the second time for the load configuration, to which nothing refers.
. tests/common.sh
cd "$t"
mkobj main.obj 'section .drectve flags=0xa00' 'ascii " -defaultlib:first "' 'section .text' 'symbol start func' 'ref REL32 f' 'bytes c3'
mkobj other.obj 'section .text' 'symbol other func' 'ref REL32 f' 'bytes c3'
mkobj f.obj 'section .text' 'symbol f func' 'bytes c3'
mkobj g.obj 'section .text' 'symbol g func' 'bytes c3'
mylib /nologo /out:first.lib f.obj
mylib /nologo /out:second.lib g.obj
mkobj unused.obj 'section .text comdat=any' 'symbol dead func' 'bytes c3'
link() { "$MYLINK" /entry:start /subsystem:console /out:a.exe main.obj other.obj unused.obj second.lib "$@"; }
expect 'Starting pass 1
Processed /DEFAULTLIB:first

Searching libraries
    Searching second.lib:
    Searching first.lib:
      Found f
        Referenced in main.obj
        Referenced in other.obj
        Loaded first.lib(f.obj)
    Searching second.lib:
    Searching first.lib:

Finished searching libraries

Finished pass 1

Unused libraries:
  second.lib

Unreferenced sections discarded by /OPT:REF:
    Discarded dead (.text) from unused.obj

Starting pass 2
     main.obj
     other.obj
     unused.obj
     first.lib(f.obj)
Finished pass 2' link /verbose
expect '
Searching libraries
    Searching second.lib:
    Searching first.lib:
      Found f
        Referenced in main.obj
        Referenced in other.obj
        Loaded first.lib(f.obj)
    Searching second.lib:
    Searching first.lib:

Finished searching libraries' link /verbose:lib
expect '
Unused libraries:
  second.lib' link /verbose:unusedlibs
expect '
Unreferenced sections discarded by /OPT:REF:
    Discarded dead (.text) from unused.obj' link /verbose:ref
expect '' link /verbose:icf
mkobj d.obj 'section .text' 'symbol v func' 'bytes c3'
expect '
Exports:
    ordinal  name                             symbol
          3  v                                v' "$MYLINK" /nologo /verbose:exports /dll /noentry /noimplib /export:v,@3 /out:d.dll d.obj
