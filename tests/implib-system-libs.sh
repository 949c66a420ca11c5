# implib-system-libs.sh - programs without any SDK: the built-in libraries of a dozen DLLs, used by mylink, lld-link and GNU ld.
. tests/common.sh
lld=$(tool lld-link)
cd $t
c_msvc crt.obj <<'EOT'
int printf(const char *, ...);
void *malloc(unsigned long long);
void qsort(void *, unsigned long long, unsigned long long, int (*)(const void *, const void *));
__declspec(dllimport) extern int __argc;
void exit(int);
static int compare(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }
void start(void) {
    int *n = malloc(16);
    n[0] = 30; n[1] = 4; n[2] = 1; n[3] = 20;
    qsort(n, 4, 4, compare);
    printf("%d %d %d %d, %s\n", n[0], n[1], n[2], n[3], __argc >= 0 ? "data" : "");
    exit(n[1]);
}
EOT
c_msvc ucrt.obj <<'EOT'
int puts(const char *);
char *strrchr(const char *, int);
void *memcpy(void *, const void *, unsigned long long);
double floor(double);
int _fltused; // the compiler refers to it when a program computes with double
void exit(int);
void start(void) {
    char text[16];
    memcpy(text, "path/name", 10);
    puts(strrchr(text, '/') + 1);
    exit((int)floor(5.5));
}
EOT
c_msvc win.obj <<'EOT'
__declspec(dllimport) int wsprintfA(char *, const char *, ...);
__declspec(dllimport) int WriteFile(void *, const void *, unsigned, unsigned *, void *);
__declspec(dllimport) void *GetStdHandle(unsigned);
__declspec(dllimport) int GetUserNameA(char *, unsigned *);
__declspec(dllimport) unsigned short htons(unsigned short);
__declspec(dllimport) void *CoTaskMemAlloc(unsigned long long);
__declspec(dllimport) char *PathFindFileNameA(const char *);
__declspec(dllimport) unsigned SysStringLen(void *);
__declspec(dllimport) void *SysAllocString(const unsigned short *);
__declspec(dllimport) unsigned RtlComputeCrc32(unsigned, const void *, unsigned);
__declspec(dllimport) unsigned timeGetTime(void);
__declspec(dllimport) unsigned GetFileVersionInfoSizeA(const char *, unsigned *);
__declspec(dllimport) void *GetStockObject(int);
__declspec(dllimport) void InitCommonControls(void);
__declspec(dllimport) unsigned CommDlgExtendedError(void);
__declspec(dllimport) int IsUserAnAdmin(void);
__declspec(dllimport) void ExitProcess(unsigned);
void start(void) {
    char text[100], name[100];
    unsigned size = 100, done, handle;
    InitCommonControls();
    int all = GetUserNameA(name, &size) != 0 && CoTaskMemAlloc(8) && GetStockObject(0) && CommDlgExtendedError() == 0 &&
              timeGetTime() | 1 && GetFileVersionInfoSizeA("none", &handle) == 0 && IsUserAnAdmin() | 1;
    int n = wsprintfA(text, "%d %x %s %d %x\n", all, htons(0x1234), PathFindFileNameA("a/b\\c.txt"),
                      SysStringLen(SysAllocString(L"five5")), RtlComputeCrc32(0, "123456789", 9));
    WriteFile(GetStdHandle(-11), text, n, &done, 0);
    ExitProcess(6);
}
EOT
folder=$BIN/lib/x64
win='kernel32.lib user32.lib gdi32.lib advapi32.lib shell32.lib ole32.lib oleaut32.lib ws2_32.lib comdlg32.lib comctl32.lib winmm.lib version.lib shlwapi.lib ntdll.lib'
for link in "$MYLINK /nologo" "$lld /nologo /libpath:$folder"; do
    $link /entry:start /subsystem:console /out:crt.exe crt.obj msvcrt.lib
    run_both -x 4 crt.exe '1 4 20 30, data'
    $link /entry:start /subsystem:console /out:ucrt.exe ucrt.obj ucrt.lib vcruntime.lib
    run_wine -x 5 ucrt.exe name
    $link /entry:start /subsystem:console /out:base.exe ucrt.obj ucrtbase.lib
    run_wine -x 5 base.exe name
    $link /entry:start /subsystem:console /out:win.exe win.obj $win
    run_wine -x 6 win.exe '1 3412 c.txt 5 cbf43926'
done
# GNU ld, many of them at once.
need x86_64-w64-mingw32-ld
x86_64-w64-mingw32-ld -e start --subsystem console -o win.exe win.obj $(printf "$folder/%s " $win)
run_wine -x 6 win.exe '1 3412 c.txt 5 cbf43926'
x86_64-w64-mingw32-ld -e start --subsystem console -o ucrt.exe ucrt.obj $folder/ucrt.lib $folder/vcruntime.lib
run_wine -x 5 ucrt.exe name
mylink /nologo /entry:start /subsystem:console /out:ucrt.exe ucrt.obj ucrt.lib vcruntime.lib
expect_field ucrt.exe 'sorted(imports())' 'VCRUNTIME140.dll!memcpy
VCRUNTIME140.dll!strrchr
api-ms-win-crt-math-l1-1-0.dll!floor
api-ms-win-crt-runtime-l1-1-0.dll!exit
api-ms-win-crt-stdio-l1-1-0.dll!puts'
# Names of libraries in any case.
mylink /nologo /entry:start /subsystem:console /out:crt.exe crt.obj MSVCRT.LIB
