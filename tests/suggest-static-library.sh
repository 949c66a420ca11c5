# suggest-static-library.sh - __imp_X is undefined and X is code of a static library: compile without dllimport.
. tests/common.sh
need clang
c_msvc "$t/user.obj" <<'END'
__declspec(dllimport) int modbus_read(void);
int start(void) { return modbus_read(); }
END
mkobj "$t/impl.obj" 'section .text' 'symbol modbus_read func' 'bytes b8 05 00 00 00 c3'
mylib /nologo /out:"$t/modbus.lib" "$t/impl.obj"
expect_fail "user.obj : error LNK2019: unresolved external symbol __imp_modbus_read referenced in function start" \
    "$MYLINK" /entry:start /subsystem:console /out:"$t/a.exe" "$t/user.obj" "$t/modbus.lib"
expect_fail "  why:   user.obj was compiled to call modbus_read through a DLL's address table (__imp_modbus_read), but modbus.lib(impl.obj) has modbus_read itself: it is a static library
  do:    compile user.obj without __declspec(dllimport) for modbus_read (headers often have a macro such as X_STATIC)" \
    "$MYLINK" /explain /entry:start /subsystem:console /out:"$t/a.exe" "$t/user.obj" "$t/modbus.lib"
# The same library in a folder only.
expect_fail "do:    add modbus.lib and compile user.obj without __declspec(dllimport) for modbus_read" \
    "$MYLINK" /explain /libpath:"$t" /entry:start /subsystem:console /out:"$t/a.exe" "$t/user.obj"
# When the object that has X is in the link, the linker makes the pointer and warns.
expect "user.obj : warning LNK4217: symbol 'modbus_read' defined in 'impl.obj' is imported by 'user.obj' in function 'start'" \
    bash -c "cd $t && '$MYLINK' /entry:start /subsystem:console /out:a.exe user.obj impl.obj 2>&1"
run_both -x 5 "$t/a.exe" ''
