# loader-message-box.sh - a message box's words appear on the console, in order with what else the program prints; wsprintf formats.
. tests/common.sh
c_msvc $t/main.obj <<'END'
int printf(const char *, ...);
__declspec(dllimport) int MessageBoxA(void *, const char *, const char *, unsigned), wsprintfA(char *, const char *, ...);
__declspec(dllimport) void exit(int);
void start(void) {
    char text[100];
    printf("before\n");
    wsprintfA(text, "%d and %s", 5, "six");
    printf("%d\n", MessageBoxA(0, text, "Title", 0));
    exit(0);
}
END
mylink /nologo /entry:start /subsystem:windows /out:$t/main.exe $t/main.obj user32.lib msvcrt.lib
run_load $t/main.exe $'before\n[Title] 5 and six\n1'
