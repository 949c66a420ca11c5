# pain-02-dllimport.sh - __imp_X is undefined: the library is static, the import library is missing, or (x86) the name is spelled the old way.
. tests/common.sh
link() { "$MYLINK" /explain /entry:start /subsystem:console /out:"$t/a.exe" "$@"; }
mkobj "$t/user.obj" 'section .text' 'symbol start func' 'bytes ff 15 00 00 00 00 c3' 'reloc 2 REL32 __imp_modbus_new'
mkobj "$t/modbus.obj" 'section .text' 'symbol modbus_new func' 'bytes c3'
mylib /nologo /out:"$t/modbus.lib" "$t/modbus.obj"
# A static library.
expect_fail "user.obj : error LNK2019: unresolved external symbol __imp_modbus_new referenced in function start
  where: .text+0x2
  bytes: ff 15 [00 00 00 00]      call qword ptr [__imp_modbus_new]
  why:   user.obj was compiled to call modbus_new through a DLL's address table (__imp_modbus_new), but modbus.lib(modbus.obj) has modbus_new itself: it is a static library
  do:    compile user.obj without __declspec(dllimport) for modbus_new (headers often have a macro such as X_STATIC)" link "$t/user.obj" "$t/modbus.lib"
# No library at all.
expect_fail '  why:   __imp_X is the address-table slot for X of some DLL; no import library on the command line has modbus_new
  do:    add the import library of the DLL that has modbus_new (`mylib x.dll` makes it out of the DLL), or, when it is in an object or static library, add that and compile without __declspec(dllimport)' \
    link "$t/user.obj"
# The object itself is on the command line: it links, and LNK4217 says why it was a mistake.
expect "user.obj : warning LNK4217: symbol 'modbus_new' defined in 'modbus.obj' is imported by 'user.obj' in function 'start'
  why:   the object was compiled to call it through a DLL's import table; the linker made a pointer for that
  do:    compile user.obj without __declspec(dllimport) for modbus_new, or link with the DLL's import library
  read:  tutorial, chapter 7 (Calling a DLL); mylink /EXPLAIN:LNK4217" \
    bash -c "cd '$t' && '$MYLINK' /explain /entry:start /subsystem:console /out:a.exe user.obj modbus.obj 2>&1"
# x86: one underscore is missing.
mkobj "$t/x86.obj" 'machine x86' 'section .text' 'symbol _start func' 'bytes ff 15 00 00 00 00 c3' 'reloc 2 DIR32 _imp__MessageBoxA@16'
expect_fail 'do:    did you mean __imp__MessageBoxA@16 (user32.lib)? Two underscores begin the name of an address-table slot' link "$t/x86.obj" user32.lib
