# loader-shared-pages.sh - pages, as the kernel counts them: two processes that run one program at once share its .text; a page that one of
# them wrote to is its own; the object that both map is gone with the last of them.
. tests/common.sh
c_msvc $t/main.obj <<'END'
__declspec(dllimport) void *GetStdHandle(unsigned), ExitProcess(unsigned);
__declspec(dllimport) int ReadFile(void *, void *, unsigned, unsigned *, void *), WriteFile(void *, const void *, unsigned, unsigned *, void *);
volatile int written = 1;
void start(void) {
    unsigned n;
    char c;
    written = 2;
    WriteFile(GetStdHandle(-11u), "ready\n", 6, &n, 0);
    ReadFile(GetStdHandle(-10u), &c, 1, &n, 0); // waits
    ExitProcess(0);
}
END
mylink /nologo /entry:start /subsystem:console /out:$t/main.exe $t/main.obj kernel32.lib
mkfifo $t/first.in $t/second.in
exec 6<>$t/first.in 7<>$t/second.in # both ends: nobody waits for the other to open it
begin() { # NAME FD
    "$MYLOAD" --maps $t/main.exe <&$2 >$t/$1.out 2>$t/$1.maps 6<&- 7<&- &
    last=$!
    for _ in $(seq 200); do
        [ ! -s $t/$1.out ] || return 0
        sleep 0.05
    done
    fail "$1 does not start"
}
letters() { # NAME MOMENT SECTION: the page letters
    awk -v moment=", $2" -v section="$3" 'index($0, " at 0x") { on = index($0, moment) } on && $2 == section { print $6 }' $t/$1.maps
}
begin first 6
first=$last
begin second 7
second=$last
object=$(sed -En "s,.* (/(dev/shm|tmp)/myload-[^ ]*)\$,\1,p" /proc/$first/maps | sort -u)
[ -f "$object" ] || fail "the first process maps no object: $object"
grep -q "$object" /proc/$second/maps || fail 'the second process maps another object'
echo >&6
wait $first
[ -f "$object" ] || fail 'the object went while the second process uses it'
echo >&7
wait $second
[ ! -e "$object" ] || fail 'the object stays after the last process'

# Before anything runs no page is there; binding writes to the address table in .rdata; then code was run and .data written to.
expect . letters first 'after mapping' .text
expect . letters first 'after mapping' .rdata
expect P letters first 'after binding' .rdata
expect . letters first 'after binding' .data
expect S letters first 'at the end' .text # the second process has it mapped, too
expect P letters first 'at the end' .data
expect s letters second 'at the end' .text # it is alone now
