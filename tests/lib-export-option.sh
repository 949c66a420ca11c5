# lib-export-option.sh - /EXPORT, /NAME and /DEF without a file; which name the DLL, the library and the .exp file get when nobody says.
. tests/common.sh
nm=$(tool llvm-nm)
cd $t
symbols() { $nm --print-armap $1 2>/dev/null | sed -n '/^Archive map/,/^$/p' | grep ' in ' | grep -v -e NULL -e DESCRIPTOR | tr '\n' ';'; }
mylib /nologo /machine:x64 /export:f /export:v,DATA /export:g=internal,@5,NONAME /export:s=kernel32.Sleep /export:p,PRIVATE /out:one.lib
expect '__imp_f in one.dll;__imp_g in one.dll;__imp_s in one.dll;__imp_v in one.dll;f in one.dll;g in one.dll;s in one.dll;' symbols one.lib
[ -f one.exp ] || fail 'no .exp file'
mylib /nologo /machine:x64 /export:f /name:Other.DLL /out:one.lib
expect '__imp_f in Other.DLL;f in Other.DLL;' symbols one.lib
# The .def file names everything, in the current folder; LIBRARY only the DLL, /NAME before it.
mkdir sub
printf 'EXPORTS f' >sub/my.def
expect_fail 'sub/my.def : fatal error LNK1904: no DLL name is specified' mylib /nologo /machine:x64 /def:sub/my.def
mylib /nologo /machine:x64 /def:sub/my.def /name:my.dll
expect '__imp_f in my.dll;f in my.dll;' symbols my.lib
printf 'LIBRARY "../../etc/evil"\nEXPORTS f' >sub/my.def
mylib /nologo /machine:x64 /def:sub/my.def
expect '__imp_f in ../../etc/evil.dll;f in ../../etc/evil.dll;' symbols my.lib
printf 'NAME program\nEXPORTS f' >sub/my.def
mylib /nologo /machine:x64 /def:sub/my.def
expect '__imp_f in program.exe;f in program.exe;' symbols my.lib
# Of two specifications the first counts: .def file, then /EXPORT. The machine is x64 unless something says otherwise.
printf 'LIBRARY my\nEXPORTS\nf @7\n' >my.def
expect "LIB : warning LNK4068: /MACHINE not specified; defaulting to X64
LIB : warning LNK4197: export 'f' specified multiple times; using first specification
   Creating library my.lib and object my.exp" eval "$MYLIB /def:my.def /export:f,@8 2>&1"
expect_fail "LIB : fatal error LNK1117: syntax error in option '/EXPORT:f,FLY'" mylib /machine:x64 /export:f,FLY /out:x.lib
expect_fail "LIB : fatal error LNK1119: invalid ordinal number '65536'" mylib /machine:x64 /export:f,@65536 /out:x.lib
expect_fail "LIB : fatal error LNK1121: duplicate ordinal number '5'" mylib /machine:x64 /export:f,@5 /export:g,@5 /out:x.lib
