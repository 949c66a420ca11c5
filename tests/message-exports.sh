# message-exports.sh - why an export, a delay-loaded DLL or an import is not as was wished, and what to do: the lines under link.exe's words.
# not under valgrind: the program shows where it is, which is not where the test starts it
. tests/common.sh
cd "$t"
mkobj d.obj 'section .text' 'symbol DllCanUnloadNow func' 'bytes c3' 'symbol f func' 'bytes c3' 'symbol entry func' 'bytes c3' \
    'symbol ??_GThing@@UEAAPEAXI@Z func' 'bytes c3'
dll() { shows "$1" "$MYLINK" /explain /nologo /dll /entry:entry /out:d.dll d.obj "${@:2}"; }
dll "LINK : warning LNK4104: export of symbol 'DllCanUnloadNow' should be PRIVATE
  why:   it is always found by GetProcAddress; a program that links to it gets the wrong DLL's
  do:    write DllCanUnloadNow PRIVATE in the .def file, or /EXPORT:DllCanUnloadNow,PRIVATE" /export:DllCanUnloadNow
dll "LINK : warning LNK4222: exported symbol 'DllCanUnloadNow' should not be assigned an ordinal
  why:   it is always found by its name
  do:    leave @3 out" /export:DllCanUnloadNow,@3,PRIVATE
dll "image may not run correctly
  why:   it frees memory with the DLL's own operator delete, whoever allocated it
  do:    do not export it" '/export:??_GThing@@UEAAPEAXI@Z'
printf 'EXPORTS\nf @7\n' >d.def
dll "LINK : warning LNK4197: export 'f' specified multiple times; using first specification
  why:   the first one is in d.def(2)
  do:    export it in one place only" /def:d.def /export:f=entry
printf 'EXPORTS\nnobody\n' >d.def
dll "d.def(2) : error LNK2001: unresolved external symbol nobody
  why:   it is exported, but no object or library defines it
  do:    define it, or take the export out" /def:d.def
printf 'LIBRARY other.dll\nEXPORTS\nf\n' >d.def
dll "ignoring directive
  why:   the LIBRARY or NAME statement and /OUT give different names; the image gets the one of /OUT
  do:    make them agree" /def:d.def
printf 'LIBRARY right.dll\nEXPORTS\nf\n' >d.def
mylib /nologo /def:d.def /machine:x64 /out:d.lib
dll "programs linked with its import library will look for the DLL under the first name
  do:    give the .def file's LIBRARY statement and /OUT the same name" d.exp /out:wrong.dll
# One place too many: ordinals end at 65535.
printf 'EXPORTS\nf @65535\nentry\nDllCanUnloadNow\n' >d.def
shows 'give lower ordinals, or export fewer functions' "$MYLIB" /explain /nologo /def:d.def /machine:x64 /name:d.dll /out:x.lib

# Which of two functions did the .def file mean? Each candidate is named.
mkobj x.obj 'machine x86' 'section .text' 'symbol _two@4 func' 'bytes c3' 'symbol @two@8 func' 'bytes c3'
printf 'EXPORTS\ntwo\n' >x.def
shows "x.def(2) : warning LNK4022: cannot find unique match for symbol 'two'
x.def(2) : warning LNK4002: _two@4 defined in x.obj
x.def(2) : warning LNK4002: @two@8 defined in x.obj
x.dll : fatal error LNK1152: cannot resolve one or more undecorated symbols" "$MYLINK" /nologo /dll /noentry /def:x.def /out:x.dll x.obj

# Delay loading.
mkobj lib.obj 'section .text' 'symbol function func' 'bytes c3' 'section .data' 'symbol variable' 'zeros 4'
mylink /nologo /dll /noentry /export:function /export:variable,data /out:"$t/lib.dll" lib.obj
mkobj data.obj 'section .text' 'symbol start func' 'bytes 48 8b 05 00 00 00 00 c3' 'reloc 3 REL32 __imp_variable'
mkobj code.obj 'section .text' 'symbol start func' 'ref REL32 function' 'ref REL32 ExitProcess' 'bytes c3'
exe() { shows "$1" "$MYLINK" /explain /nologo /entry:start /subsystem:console /out:x.exe "${@:2}"; }
exe "  why:   a delay-loaded DLL is loaded by the first call; reading a variable calls nothing
  do:    leave out /DELAYLOAD:lib.dll, or find the variable with GetProcAddress" data.obj lib.lib kernel32.lib /delayload:lib.dll
exe "LINK : warning LNK4199: /DELAYLOAD:none.dll ignored; no imports found from none.dll
  why:   no live code refers to a function that a short import library says is in this DLL
  do:    check the DLL's name as the import library spells it: mydump /ARCHIVEMEMBERS" code.obj lib.lib kernel32.lib /delayload:none.dll
exe "LINK : warning LNK4194: /DELAYLOAD:kernel32.dll ignored
  why:   the helper that loads other DLLs calls functions of KERNEL32.dll
  do:    leave the option out" code.obj lib.lib kernel32.lib /delayload:kernel32.dll
# A DLL as input: what has no name cannot be imported by one.
mylink /nologo /dll /noentry /noimplib /export:function,@5,NONAME /export:variable,data /out:"$t/odd.dll" lib.obj
exe '    odd.dll has 1 exports without a name; to import these, write a .def file and make a library of it with mylib /DEF' /verbose data.obj odd.dll

# __imp_X and X in one program: with a name for the object that refers to it, and for the command line.
mkobj self.obj 'section .text' 'symbol start func' 'bytes ff 15 00 00 00 00 c3' 'reloc 2 REL32 __imp_f'
mkobj f.obj 'section .text' 'symbol f func' 'bytes c3'
mkobj only.obj 'section .text' 'symbol start func' 'bytes c3'
exe "LINK : warning LNK4049: symbol 'f' defined in 'f.obj' is imported" only.obj f.obj /include:__imp_f
exe "    Using mylink's own $BIN/lib/x64/kernel32.lib" /verbose code.obj lib.lib kernel32.lib
