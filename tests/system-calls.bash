# system-calls.bash - for the tests that do something at each system call: sourced behind common.sh.
#
#   each_call COMMAND FUNCTION    first runs COMMAND once with folder out/ as a copy of old/; its result is then new/. Then calls
#                                 FUNCTION COMMAND CALL NUMBER for each system call, such as `pwrite64 3` for the third of that name
#   link, lib, edit               the COMMANDs: a link with four outputs, mylib, mylink /EDIT; words before it: `link strace -o trace`
#   start_with NAME               old/ for that COMMAND: files with other contents
need strace
strace -o /dev/null true 2>/dev/null || skip 'strace may not trace here'
mkobj $t/a.obj 'section .text' 'symbol start func' 'bytes c3' 'section .data' 'symbol v' 'ref ADDR64 start'
cd $t

link() { "$@" "$MYLINK" /nologo /dll /noentry /export:v,data /map:out/a.map /manifest /out:out/a.dll a.obj kernel32.lib; }
lib() { "$@" "$MYLIB" /nologo /out:out/a.lib a.obj; }
edit() { "$@" "$MYLINK" /EDIT /nologo /release out/a.dll; }

start_with() {
    local name
    rm -rf old out
    mkdir old out
    case $1 in
    link)
        link >/dev/null
        for name in out/*; do echo "the old ${name#out/}" >"old/${name#out/}"; done
        ;;
    lib) echo 'the old library' >old/a.lib ;;
    edit) link >/dev/null && mv out/a.dll old/ ;;
    esac
}

fresh() { rm -rf out && cp -r old out; }

# The first calls, up to the one that opens /dev/null, are the start of the process and no business of ours.
each_call() {
    local command=$1 function=$2 call number
    fresh
    $command strace -f -o whole >/dev/null
    rm -rf new && mv out new
    awk '{ call = $2; sub(/\(.*/, "", call) }
        call ~ /^[a-z]/ { n[call]++ }
        /"\/dev\/null"/ { own = 1; next }
        own && call ~ /^[a-z]/ && call != "exit_group" { print call, n[call] }' whole >calls
    while read -r call number; do "$function" "$command" "$call" "$number"; done <calls
}
