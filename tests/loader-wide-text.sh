# loader-wide-text.sh - UTF-16 functions: command line and environment, files with names beyond ASCII, WriteConsoleW and wprintf as UTF-8, conversions.
. tests/common.sh
c_msvc $t/main.obj -fshort-wchar <<'END'
typedef unsigned short W;
int wprintf(const W *, ...), printf(const char *, ...);
__declspec(dllimport) const W *GetCommandLineW(void);
__declspec(dllimport) W **CommandLineToArgvW(const W *, int *);
__declspec(dllimport) unsigned GetEnvironmentVariableW(const W *, W *, unsigned), GetModuleFileNameW(void *, W *, unsigned);
__declspec(dllimport) int lstrlenW(const W *), DeleteFileW(const W *), lstrcmpiW(const W *, const W *);
__declspec(dllimport) void *CreateFileW(const W *, unsigned, unsigned, void *, unsigned, unsigned, void *), CloseHandle(void *), exit(int);
__declspec(dllimport) int MultiByteToWideChar(unsigned, unsigned, const char *, int, W *, int), WideCharToMultiByte(unsigned, unsigned, const W *, int, char *, int, void *, void *);
void start(void) {
    W text[300];
    char bytes[100];
    int n;
    W **args = CommandLineToArgvW(GetCommandLineW(), &n);
    wprintf(L"%d [%s] [%s]\n", n, args[1], args[2]);
    GetEnvironmentVariableW(L"WORD", text, 300);
    wprintf(L"%s %d\n", text, lstrlenW(text));
    n = MultiByteToWideChar(65001, 0, "\xf0\x9f\x98\x80", -1, text, 300);
    printf("%d %x\n", n, text[0] << 16 | text[1]);
    n = WideCharToMultiByte(65001, 0, text, -1, bytes, 100, 0, 0);
    printf("%d %s %d\n", n, bytes, MultiByteToWideChar(65001, 8, "\xff", -1, text, 300));
    CloseHandle(CreateFileW(L"\u00fcber.txt", 0x40000000, 0, 0, 2, 0, 0));
    GetModuleFileNameW(0, text, 300);
    wprintf(L"%s\n", text + lstrlenW(text) - 8);
    printf("%d %d\n", lstrcmpiW(L"ABC", L"abc"), lstrcmpiW(L"a", L"b"));
    exit(0);
}
END
mylink /nologo /entry:start /subsystem:console /out:$t/main.exe $t/main.obj kernel32.lib shell32.lib msvcrt.lib
cd $t
export WORD=déjà
run_load $t/main.exe '3 [é] [a b]
déjà 4
3 d83dde00
5 😀 0
main.exe
0 -1' é 'a b'
[ -f über.txt ] || fail 'no file über.txt'
