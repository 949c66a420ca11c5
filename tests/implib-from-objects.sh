# implib-from-objects.sh - with the DLL's objects at hand, /DEF finds their -export: directives and their decorated symbols.
. tests/common.sh
nm=$(tool llvm-nm)
symbols() { $nm --print-armap $t/d.lib 2>/dev/null | sed -n '/ in d.dll/s/ in .*//p' | grep -v -e NULL -e DESCRIPTOR | tr '\n' ' '; }
asm32 $t/d.obj 'global _std@8, _plain, @fast@4, _twice@4, _twice@8, _from_directive
section .text
_std@8: ret 8
_plain: ret
@fast@4: ret
_twice@4: ret
_twice@8: ret
_from_directive: ret
section .drectve info
db " -export:_from_directive -export:_data,DATA "'
printf 'EXPORTS\nstd\nplain\nfast\n' >$t/d.def
mylib /nologo /def:$t/d.def /out:$t/d.lib $t/d.obj
expect '@fast@4 __imp_@fast@4 __imp__data __imp__from_directive __imp__plain __imp__std@8 _from_directive _plain _std@8 ' symbols
# The machine comes from the object, the DLL name from the .def file, the export file refers to the same symbols.
expect '         U @fast@4
         U _data
         U _from_directive
         U _plain
         U _std@8' eval "$nm -u $t/d.exp"
# Without a .def file the first object names the DLL; of two candidates neither is taken.
expect 'LIB : warning LNK4022: cannot find unique match for symbol '"'twice'" eval "$MYLIB /nologo /def /export:twice /out:$t/d.lib $t/d.obj 2>&1"
expect '__imp__data __imp__from_directive __imp__twice _from_directive _twice ' symbols
# C++ functions are found by their plain name.
mkobj $t/cpp.obj 'section .text' 'symbol ?cpp_function@@YAXH@Z' 'bytes c3'
printf 'LIBRARY d.dll\nEXPORTS\ncpp_function\n' >$t/cpp.def
mylib /nologo /def:$t/cpp.def /out:$t/d.lib $t/cpp.obj
expect '?cpp_function@@YAXH@Z __imp_?cpp_function@@YAXH@Z ' symbols
