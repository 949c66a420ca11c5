# loader-section-object.sh - the object follows the file's identity: a hard link is the same image, a new file under the old name is another; one
# that a killed process left behind goes with the next run.
. tests/common.sh
build() { # VALUE
    printf '__declspec(dllimport) void Sleep(unsigned);\nint start(void) { Sleep(%s); return %d; }\n' "${2:-0}" "$1" | c_msvc $t/main.obj
    rm -f $t/main.exe
    mylink /nologo /entry:start /subsystem:console /out:$t/main.exe $t/main.obj kernel32.lib
}
objects() { find /dev/shm/myload-$(id -u) /tmp/myload-$(id -u) -type f 2>/dev/null | sort; }
object_of() { # PID
    for _ in $(seq 100); do
        sed -En "s,.* (/(dev/shm|tmp)/myload-[^ ]*)\$,\1,p" /proc/$1/maps | sort -u | grep . && return
        sleep 0.05
    done
    fail 'no object is mapped'
}
build 1 100000
ln $t/main.exe $t/other.exe
"$MYLOAD" $t/main.exe &
one=$!
"$MYLOAD" $t/other.exe &
two=$!
a=$(object_of $one) b=$(object_of $two)
[ "$a" = "$b" ] || fail "two objects for one file: $a $b"
kill -9 $one $two
wait $one $two 2>/dev/null || true
[ -f "$a" ] || fail 'a killed process cannot have removed its object'
build 2 # another file; running it also sweeps
run_load -x 2 $t/main.exe ''
[ ! -e "$a" ] || fail 'what the killed process left is still there'
build 3
run_load -x 3 $t/main.exe ''
