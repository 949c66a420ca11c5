# loader-shared-section.sh - a section marked SHARED is one for all processes: what one writes the other reads; when no process uses the
# image any more the values are those of the file again.
. tests/common.sh
c_msvc $t/counter.obj <<'END'
__attribute__((section("shared"))) volatile int users = 0x100;
volatile int own = 0;
__declspec(dllexport) int enter(void) { own++; return ++users * 16 + own; }
END
mylink /nologo /dll /noentry /section:shared,RWS /out:$t/counter.dll $t/counter.obj
c_msvc $t/main.obj <<'END'
__declspec(dllimport) void *GetStdHandle(unsigned), ExitProcess(unsigned);
__declspec(dllimport) int ReadFile(void *, void *, unsigned, unsigned *, void *), WriteFile(void *, const void *, unsigned, unsigned *, void *);
__declspec(dllimport) int enter(void);
void start(void) {
    unsigned n;
    int value = enter();
    char text[] = "00.0\n";
    text[0] += value >> 8 & 15, text[1] += value >> 4 & 15, text[3] += value & 15;
    WriteFile(GetStdHandle(-11u), text, 5, &n, 0);
    ReadFile(GetStdHandle(-10u), text, 1, &n, 0);
    ExitProcess(0);
}
END
mylink /nologo /entry:start /subsystem:console /out:$t/main.exe $t/main.obj $t/counter.lib kernel32.lib
mkfifo $t/in
exec 6<>$t/in
"$MYLOAD" $t/main.exe <&6 >$t/first 6<&- &
first=$!
for _ in $(seq 200); do [ ! -s $t/first ] || break; sleep 0.05; done
expect 01.1 cat $t/first
expect 02.1 "$MYLOAD" $t/main.exe </dev/null # the first still runs
expect 03.1 "$MYLOAD" $t/main.exe </dev/null
echo >&6
wait $first
expect 01.1 "$MYLOAD" $t/main.exe </dev/null
