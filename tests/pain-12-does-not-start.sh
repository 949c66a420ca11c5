# pain-12-does-not-start.sh - 0xc0000135, 0xc000007b, "entry point not found": `myload --check` names the missing DLL, the wrong machine, the missing name.
. tests/common.sh
mkobj "$t/d.obj" 'section .text' 'symbol f func' 'bytes c3' 'symbol g func' 'bytes c3'
mkobj "$t/a.obj" 'section .text' 'symbol start func' 'ref REL32 f' 'bytes c3'
mylink /nologo /dll /noentry /export:f /out:"$t/d.dll" "$t/d.obj"
mylink /entry:start /subsystem:console /out:"$t/a.exe" "$t/a.obj" "$t/d.lib"
expect_line 'a.exe: would start; everything it imports is there (4 modules)' myload_check "$t/a.exe"
rm "$t/d.dll"
expect_fail 'a.exe : error: The code execution cannot proceed because d.dll was not found. Reinstalling the program may fix this problem.
  where: imported by a.exe
  why:   none of these places has it:' myload_check "$t/a.exe"
expect_fail '  do:    put d.dll into the folder of a.exe' myload_check "$t/a.exe"
mylink /nologo /dll /noentry /noimplib /export:g /out:"$t/d.dll" "$t/d.obj"
expect_fail '  where: imported by a.exe
  why:   d.dll exports 1 name, this is not one of them
  do:    use the version of the DLL that its import library was made from' myload_check "$t/a.exe"
expect_fail 'a.exe : error: The procedure entry point f could not be located in the dynamic link library' myload_check "$t/a.exe"
rm "$t/d.dll"
mkobj "$t/x86.obj" 'machine x86' 'section .text' 'symbol _f func' 'bytes c3'
mylink /nologo /dll /noentry /noimplib /export:f /out:"$t/d.dll" "$t/x86.obj"
expect_fail 'd.dll : error: The application was unable to start correctly (0xc000007b). d.dll is either not designed to run on Windows or it contains an error.
  why:   it is an image for x86 (machine 0x14c), and the program is for x64' myload_check "$t/a.exe"
