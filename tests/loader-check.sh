# loader-check.sh - the rehearsal runs nothing: it lists what would be loaded and from where, exit code 0, or names the first thing that would fail: a
# missing DLL of a DLL, a DLL for another machine, a file that is no image. Delay-loaded DLLs are told, and need not be there.
. tests/common.sh
printf '__declspec(dllexport) int low(void) { return 1; }\n' >$t/low.c
c_msvc $t/low.obj <$t/low.c
printf '__declspec(dllimport) int low(void);\n__declspec(dllexport) int high(void) { return low(); }\n' | c_msvc $t/high.obj
printf '__declspec(dllexport) int lazy(void) { return 1; }\n' | c_msvc $t/lazy.obj
printf '__declspec(dllimport) int high(void), lazy(void);\n__declspec(dllimport) void ExitProcess(int);\nvoid start(void) { ExitProcess(high() + lazy()); }\n' | c_msvc $t/main.obj
mylink /nologo /dll /noentry /out:$t/low.dll $t/low.obj
mylink /nologo /dll /noentry /out:$t/high.dll $t/high.obj $t/low.lib
mylink /nologo /dll /noentry /out:$t/lazy.dll $t/lazy.obj
mylink /nologo /entry:start /subsystem:console /delayload:lazy.dll /out:$t/main.exe $t/main.obj $t/high.lib $t/lazy.lib kernel32.lib
expect "main.exe: would start; everything it imports is there (5 modules)
  main.exe             $t/main.exe
  ntdll.dll            built into myload
  kernel32.dll         built into myload
  high.dll             $t/high.dll
  low.dll              $t/low.dll
  lazy.dll             delay-loaded by main.exe" myload_check $t/main.exe
rm $t/lazy.dll
expect_line '  lazy.dll             delay-loaded by main.exe: not found, a call would fail' myload_check $t/main.exe
c_msvc_for i686-pc-windows-msvc $t/low32.obj <$t/low.c
mv $t/low.dll $t/low64.dll
mylink /nologo /dll /noentry /noimplib /machine:x86 /out:$t/low.dll $t/low32.obj
expect_fail 'low.dll : error: The application was unable to start correctly (0xc000007b). low.dll is either not designed to run on Windows or it contains an error.
  why:   it is an image for x86 (machine 0x14c), and the program is for x64' myload_check $t/main.exe
code=0
"$MYLOAD" $t/main.exe 2>$t/err || code=$?
[ $code = 123 ] || fail "exit code $code for a DLL of another machine"
rm $t/low.dll
expect_fail 'main.exe : error: The code execution cannot proceed because low.dll was not found. Reinstalling the program may fix this problem.
  where: imported by high.dll' myload_check $t/main.exe
echo 'this is text' >$t/low.dll
expect_fail 'low.dll : error: The application was unable to start correctly (0xc000007b). low.dll is either not designed to run on Windows or it contains an error.
  where: file offset 0x0
  why:   not an image: no DOS header (MZ and 62 bytes more)' myload_check $t/main.exe
printf 'void f(void) {}' | c_msvc_for x86_64-pc-windows-msvc $t/low.dll
expect_fail '  why:   not an image: no DOS header (MZ and 62 bytes more)
  do:    it is an object: link it, and run the program that comes out' myload_check $t/main.exe
expect_fail "Windows cannot find '" myload_check $t/none.exe
