# loader-other-machines.sh - myload hands a program for another machine to the myload that was built for it, and says what is missing when it
# cannot.
. tests/common.sh
can_run arm64 && can_run x86 || skip 'build/myload-x86, build/myload-arm64 or qemu-user is missing'
for machine in x86 arm64; do
    c_for $machine $t/$machine.obj <<'END'
__declspec(dllimport) __declspec(noreturn) void __stdcall ExitProcess(unsigned long);
void start(void) { ExitProcess(7); }
END
    mylink /nologo /entry:start /subsystem:console /out:$t/$machine.exe $t/$machine.obj kernel32.lib
    run_load -x 7 $t/$machine.exe ''
    expect_line "$machine.exe: would start; everything it imports is there (3 modules)" myload --check $t/$machine.exe
done
# Alone in its folder, without tools.
mkdir $t/alone $t/empty
cp "$MYLOAD" $t/alone/
says() { # TEXT EXE
    local code=0
    PATH=$t/empty "$t/alone/myload" $t/$2 2>$t/err || code=$?
    [ $code = 123 ] || fail "exit code $code"
    sed -i "s,$t/,," $t/err
    [ "$(cat $t/err)" = "$1" ] || { diff <(printf '%s\n' "$1") $t/err >&2 || true; fail 'another message'; }
}
says 'x86.exe : error: it is a program for x86, and myload-x86, which would run it, was not built
  why:   this myload runs images for x64
  do:    install package gcc-i686-linux-gnu (Debian), and run make again' x86.exe
says 'arm64.exe : error: it is a program for ARM64, and myload-arm64, which would run it, was not built
  why:   this myload runs images for x64
  do:    install package gcc-aarch64-linux-gnu (Debian), and run make again' arm64.exe
cp "$MYLOAD-arm64" $t/alone/
says 'arm64.exe : error: it is a program for ARM64, and qemu-aarch64 cannot be started: No such file or directory
  why:   this myload runs images for x64
  do:    install package qemu-user (Debian)' arm64.exe
# A rehearsal needs neither.
expect_line 'arm64.exe: would start; everything it imports is there (3 modules)' $t/alone/myload --check $t/arm64.exe
