# loader-unbuilt.sh - a function that Windows has and myload has not: importing it and asking for its address works and gives the same
# address in every run; calling it ends the program with a message that names it, and exit code 2.
. tests/common.sh
c_msvc $t/main.obj <<'END'
int printf(const char *, ...);
__declspec(dllimport) void *GetModuleHandleA(const char *), *GetProcAddress(void *, const char *), exit(int);
__declspec(dllimport) void *CreateRemoteThread(void);
__declspec(dllimport) int MessageBeep(unsigned);
__declspec(dllimport) int Polygon(void *, void *, int);
void start(int argument) {
    void *kernel = GetModuleHandleA("kernel32.dll");
    printf("%p %d\n", (void *)CreateRemoteThread, GetProcAddress(kernel, "CreateRemoteThread") == (void *)CreateRemoteThread);
    printf("%d %d\n", MessageBeep(0), GetProcAddress(kernel, "NoSuchFunction") == 0);
    Polygon(0, 0, 0);
    exit(0);
}
END
mylink /nologo /entry:start /subsystem:console /out:$t/main.exe $t/main.obj kernel32.lib user32.lib gdi32.lib msvcrt.lib
code=0
"$MYLOAD" $t/main.exe >$t/first 2>$t/err || code=$?
[ $code = 2 ] || fail "exit code $code"
"$MYLOAD" $t/main.exe >$t/second 2>/dev/null || true
same $t/first $t/second
tr -d '\r' <$t/first | grep -qE '^0000[0-9A-F]{12} 1$' || fail 'the addresses differ'
tr -d '\r' <$t/first | grep -qx '1 1' || fail 'a name that nobody has was found'
sed -E 's/0x[0-9a-f]+/N/' $t/err >$t/message
cat >$t/want <<'END'
main.exe : error: gdi32.dll!Polygon is not built into myload
  where: called from main.exe+N (.text)
  do:    run the program under Windows or Wine, or add the function to loader/winapi_*.c
END
diff $t/want $t/message || fail 'wrong message'
