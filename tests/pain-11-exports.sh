# pain-11-exports.sh - which ordinals a DLL has: /VERBOSE:EXPORTS prints them, and a number that changed since the last import library is a warning.
. tests/common.sh
cd "$t"
mkobj d.obj 'section .text' 'symbol open func' 'bytes c3' 'symbol close func' 'bytes c3'
printf 'LIBRARY d\nEXPORTS\nopen @7 NONAME\nclose @9\n' >d.def
expect '
Exports:
    ordinal  name                             symbol
          7  (none)                           open
          9  close                            close' "$MYLINK" /nologo /verbose:exports /dll /noentry /def:d.def /out:d.dll d.obj
sed -i 's/@7/@8/' d.def
expect "d.lib : warning LNK4904: 'open' had ordinal 7 in this import library and has 8 now
  why:   programs that were linked with the old library ask the DLL for a number, not for a name
  do:    give it its old number (in the .def file: open @7 NONAME), or link those programs again
  read:  tutorial, chapter 9 (Exporting: a DLL of your own); mylink /EXPLAIN:LNK4904" \
    bash -c "'$MYLINK' /explain /nologo /dll /noentry /def:d.def /out:d.dll d.obj 2>&1"
