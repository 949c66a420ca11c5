# loader-load-library-errors.sh - LoadLibrary of nothing, of no image, of a DLL that needs a missing one or a missing function, and GetProcAddress of a missing
# name: NULL and the error number that Windows gives; nothing of a failed load stays.
. tests/common.sh
printf '__declspec(dllexport) int other(void) { return 1; }\n' | c_msvc $t/other.obj
printf '__declspec(dllexport) int gone(void) { return 1; }\n' | c_msvc $t/gone.obj
printf '__declspec(dllimport) int gone(void);\n__declspec(dllexport) int needs(void) { return gone(); }\n' | c_msvc $t/needs.obj
mylink /nologo /dll /noentry /out:$t/gone.dll $t/gone.obj
mylink /nologo /dll /noentry /out:$t/needs.dll $t/needs.obj $t/gone.lib
cp $t/needs.dll $t/needs2.dll
sed -i 's/gone\.dll/othr.dll/' $t/needs2.dll
mylink /nologo /dll /noentry /out:$t/othr.dll $t/other.obj
rm $t/gone.dll
echo 'no image at all' >$t/text.dll
c_msvc $t/main.obj <<'END'
int printf(const char *, ...);
__declspec(dllimport) void *LoadLibraryA(const char *), *GetModuleHandleA(const char *), *GetProcAddress(void *, const char *), exit(int);
__declspec(dllimport) unsigned GetLastError(void), SetLastError(unsigned);
static void load(const char *name) {
    SetLastError(0);
    void *dll = LoadLibraryA(name);
    printf("%s: %s %u\n", name, dll ? "loaded" : "NULL", GetLastError());
}
void start(void) {
    load("nowhere.dll");
    load("folder\\nowhere.dll");
    load("text.dll");
    load("needs.dll");
    load("needs2.dll");
    printf("%d %d\n", GetModuleHandleA("needs2.dll") != 0, GetModuleHandleA("othr.dll") != 0);
    SetLastError(0);
    void *address = GetProcAddress(LoadLibraryA("othr"), "nothing");
    printf("%d %u\n", address != 0, GetLastError());
    exit(0);
}
END
mylink /nologo /entry:start /subsystem:console /out:$t/main.exe $t/main.obj kernel32.lib msvcrt.lib
# Wine loads a DLL whose import is missing and fails at the call; Windows and myload refuse it.
run_load $t/main.exe 'nowhere.dll: NULL 126
folder\nowhere.dll: NULL 126
text.dll: NULL 193
needs.dll: NULL 126
needs2.dll: NULL 127
0 0
0 127'
