# def-warnings.sh - what a .def file is warned of: old statements, commit above reserve, exports said twice or not meant for import.
. tests/common.sh
cd $t
lib() { "$MYLIB" /nologo /noexp /def:x.def /machine:x64 /out:x.lib "$@" 2>&1; }
put x.def <<'EOT'
LIBRARY x
DESCRIPTION 'a DLL'
EXETYPE WINDOWS
CODE PRELOAD MOVEABLE DISCARDABLE
STACKSIZE 4096,8192
EXPORTS
    f RESIDENTNAME
    f
    g @1
    g @2
    DllGetClassObject
    DllRegisterServer @9 PRIVATE
EOT
expect 'x.def(2) : warning LNK4017: DESCRIPTION statement not supported for the target platform; ignored
x.def(3) : warning LNK4017: EXETYPE statement not supported for the target platform; ignored
x.def(4) : warning LNK4017: CODE statement not supported for the target platform; ignored
x.def(5) : warning LNK4015: STACKSIZE commit exceeds reserve; commit size set to 4096
x.def(7) : warning LNK4017: RESIDENTNAME statement not supported for the target platform; ignored
x.def(10) : warning LNK4197: export '"'g'"' specified multiple times; using first specification
x.def(11) : warning LNK4104: export of symbol '"'DllGetClassObject'"' should be PRIVATE
x.def(12) : warning LNK4222: exported symbol '"'DllRegisterServer'"' should not be assigned an ordinal' lib
expect 'x.def(10) : warning LNK4197: export '"'g'"' specified multiple times; using first specification' lib /ignore:4017,4015 /ignore:4104,4222
# /WX makes errors of them, and no library.
rm x.lib
expect_fail 'x.def(2) : warning LNK4017' lib /wx
expect_fail 'LIB : fatal error LNK1218: warning treated as error; no output file generated' lib /wx
expect_fail 'LIB : fatal error LNK1117: syntax error in option '"'/ignore:x'" lib /ignore:x
