# loader-search-order.sh - where a DLL is looked for, place by place, in the safe order and in the old one; a DLL planted in the current
# folder wins in the old order only.
. tests/common.sh
make_dll() { # FOLDER VALUE
    printf '__declspec(dllexport) int place(void) { return %d; }\n' "$2" | c_msvc $t/place.obj
    mkdir -p "$1"
    mylink /nologo /dll /noentry /noimplib /out:"$1/place.dll" $t/place.obj
}
mkdir $t/path $t/empty
make_dll $t/program 7
c_msvc $t/main.obj <<'END'
__declspec(dllimport) int place(void);
int start(void) { return place(); }
END
mylib /nologo /machine:x64 /export:place /name:place.dll /def /out:$t/place.lib >/dev/null
mylink /nologo /entry:start /subsystem:console /out:$t/program/main.exe $t/main.obj $t/place.lib
make_dll $t/windows/system32 8
make_dll $t/windows/system 9
make_dll $t/windows 10
make_dll $t/current 11
make_dll $t/path 12
load() { # prints the exit code, which says where the DLL came from
    (cd $t/current && code=0 && PATH=/none:$t/path "$MYLOAD" --windows=$t/windows "$@" $t/program/main.exe 2>$t/err || code=$? && echo $code)
}
expect 7 load
expect 7 load --search=legacy
rm $t/program/place.dll
expect 8 load
expect 11 load --search=legacy # planted: the current folder comes before the system's
rm $t/windows/system32/place.dll
expect 9 load
rm $t/windows/system/place.dll
expect 10 load
rm $t/windows/place.dll
expect 11 load
rm $t/current/place.dll
expect 12 load
mkdir $t/program/main.exe.local # redirection comes before everything
make_dll $t/program/main.exe.local 1
expect 1 load
rm -r $t/program/main.exe.local $t/path/place.dll
places() { sed -E "s|$t/||g" $t/err | sed -En 's/^\[search\] +([0-9]+) (.*): [^:]*$/\1 \2/p'; }
load --trace >/dev/null
places >$t/safe
cat >$t/want <<'END'
1 redirection, main.exe.local
2 API sets
3 manifest
4 modules already loaded
5 Known DLLs
6 package
7 program's folder program
8 system folder windows/system32
8 system folder C:\windows\system32
9 16-bit system folder windows/system
10 Windows folder windows
11 current folder .
12 PATH, /none
12 PATH, path
END
diff $t/want $t/safe || fail 'the safe order'
load --trace --search=legacy >/dev/null
places >$t/legacy
sed -n '/^[1-7] /p' $t/want >$t/want.legacy
cat >>$t/want.legacy <<'END'
8 current folder .
9 system folder windows/system32
9 system folder C:\windows\system32
10 16-bit system folder windows/system
11 Windows folder windows
12 PATH, /none
12 PATH, path
END
diff $t/want.legacy $t/legacy || fail 'the old order'

# Known DLLs cannot be planted anywhere, not even beside the program.
printf '__declspec(dllexport) void ExitProcess(int x) { }\n' | c_msvc $t/fake.obj
mylink /nologo /dll /noentry /noimplib /out:$t/program/kernel32.dll $t/fake.obj
printf '__declspec(dllimport) void ExitProcess(int);\nvoid start(void) { ExitProcess(3); }\n' | c_msvc $t/exit.obj
mylink /nologo /entry:start /subsystem:console /out:$t/program/exit.exe $t/exit.obj kernel32.lib
run_load -x 3 $t/program/exit.exe ''
