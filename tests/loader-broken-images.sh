# loader-broken-images.sh - images whose tables lie are refused with the place and the reason, before anything of them runs: imports and relocations outside
# the image, a TLS directory outside of it, no sections where the entry point should be, a DLL as a program.
. tests/common.sh
need_pefile
c_msvc $t/main.obj <<'END'
__declspec(dllimport) void ExitProcess(int);
static int value = 1;
int *volatile pointer = &value;
void start(void) { ExitProcess(*pointer); }
END
mylink /nologo /entry:start /subsystem:console /out:$t/good.exe $t/main.obj kernel32.lib
run_load -x 1 $t/good.exe ''
directory() { # IMAGE NUMBER: file offset of its record
    $python -c 'import sys, pefile; print(pefile.PE(sys.argv[1]).OPTIONAL_HEADER.DATA_DIRECTORY[int(sys.argv[2])].get_file_offset())' "$1" "$2"
}
refused() { # WHY CODE [OPTION...]
    local why=$1 want=$2 code=0
    shift 2
    "$MYLOAD" "$@" $t/bad.exe >$t/out 2>$t/err || code=$?
    [ $code = "$want" ] || { cat $t/err; fail "exit code $code instead of $want: $why"; }
    grep -qF -e "$why" $t/err || { cat $t/err; fail "not said: $why"; }
}
broken() { # NUMBER HEX: poke a data directory of the good image
    cp $t/good.exe $t/bad.exe
    poke $t/bad.exe "$(directory $t/good.exe "$1")" "$2"
}
broken 1 'f0 ff ff 7f'
refused 'import descriptor 1 is outside the image' 123
broken 5 '00 f0 ff 7f 40 00 00 00'
refused 'base relocations: 0x40 bytes at RVA 0x7ffff000 run past their section' 123 --base=0x150000000
run_load -x 1 $t/bad.exe '' # at its own base nobody reads that table
broken 9 '00 f0 ff 7f 28 00 00 00'
refused 'TLS directory' 123
cp $t/good.exe $t/bad.exe
poke $t/bad.exe $(($(directory $t/good.exe 0) - 96)) '00 00 00 00' # AddressOfEntryPoint
refused 'the entry point, RVA 0x0, is in no code' 123
head -c 700 $t/good.exe >$t/bad.exe
refused "the headers' size, 0x400, is more than the file's, 0x2bc" 123
head -c 1100 $t/good.exe >$t/bad.exe
refused 'ends past the file' 123
printf '__declspec(dllexport) int f(void) { return 1; }\n' | c_msvc $t/f.obj
mylink /nologo /dll /noentry /noimplib /out:$t/f.dll $t/f.obj
code=0
"$MYLOAD" $t/f.dll 2>$t/err || code=$?
[ $code = 123 ] || fail "exit code $code for a DLL"
grep -qx 'f.dll : error: f.dll is a DLL, not a program' $t/err || fail 'a DLL as program'
mylink /nologo /entry:start /subsystem:native /out:$t/bad.exe $t/main.obj kernel32.lib
refused 'it is made for the subsystem Native, not for a Windows console or desktop' 123
