# msvc-debug-kinds.sh - /DEBUG:SYMTAB writes symbols, :DWARF symbols and .debug_*, :NONE neither; with /DEBUG alone the program runs, with a warning.
. tests/common.sh
c_msvc $t/a.obj -gdwarf <<'END'
__declspec(dllimport) void ExitProcess(unsigned);
static int answer_is_here = 42;
__attribute__((noinline)) int a_function_with_a_long_name(int *p) { return *p; }
void start(void) { ExitProcess((unsigned)a_function_with_a_long_name(&answer_is_here)); }
END
link() { mylink /nologo /entry:start /subsystem:console /out:$t/a.exe $t/a.obj kernel32.lib "$@"; run_both -x 42 $t/a.exe ''; }
nm=$(tool llvm-nm)
symbols() { $nm $t/a.exe 2>/dev/null | awk '{print $3}' | grep -E 'a_function|answer|^start$' | sort; }
sections() { objdump -h $t/a.exe | grep -o '\.debug_info\|\.debug_line' | tr '\n' ' '; }
all='a_function_with_a_long_name
answer_is_here
start'
link /debug:symtab
expect "$all" symbols
link /debug:dwarf
expect "$all" symbols
expect '.debug_info .debug_line ' sections
# The place of a function comes from its debug information.
symbolizer=$(tool llvm-symbolizer)
address=$($nm $t/a.exe | awk '$3 == "a_function_with_a_long_name" {print "0x" $1}')
expect 'a_function_with_a_long_name' eval '$symbolizer --obj=$t/a.exe $address | head -n 1'
link /debug:none
expect '' eval 'symbols || true'
expect '' eval 'sections || true'
for d in /debug /debug:full; do
    link $d 2>$t/err
    expect 'LINK : warning LNK4901: /DEBUG: no program database is written; the image has no debug information' head -n 1 $t/err
done
