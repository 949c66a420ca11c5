# loader-pages-relocated.sh - moving an image makes private copies of the pages with addresses in them, and of no others; the number of
# pages that --trace tells is the number of P that the kernel tells.
. tests/common.sh
c_msvc $t/dll.obj <<'END'
static int values[4096] = {1};
__declspec(dllexport) int *const table[1024] = {values, [1023] = values + 5}; // two pages, the first and the last byte
__declspec(dllexport) int clean[2048] = {7};                                    // no address in it
END
mylink /nologo /dll /noentry /export:table,data /export:clean,data /out:$t/dll.dll $t/dll.obj 2>/dev/null >$t/log
c_msvc $t/main.obj <<'END'
__declspec(dllimport) extern int *const table[];
int start(void) { return *table[0]; }
END
mylink /nologo /entry:start /subsystem:console /out:$t/main.exe $t/main.obj $t/dll.lib
run_both -x 1 $t/main.exe ''
"$MYLOAD" --maps --aslr=3 --trace $t/main.exe 2>$t/out || [ $? = 1 ]
pages=$(sed -En 's/^\[rebase\] dll.dll: moved .*: 2 addresses patched on ([0-9]) pages?$/\1/p' $t/out)
[ -n "$pages" ] || { cat $t/out; fail 'not moved, or not two addresses'; }
private=$(awk '/dll.dll at .*, after relocation/ { on = 1; next } / at 0x.*, after/ { on = 0 } on && /page/ { n += gsub("P", "", $6) } END { print n + 0 }' $t/out)
[ "$private" = "$pages" ] || fail "$private pages are private, $pages were patched"
