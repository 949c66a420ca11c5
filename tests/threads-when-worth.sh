# threads-when-worth.sh - threads are started for 8 MB of input; a library counts a tenth, since most of it is not needed, unless all of it is wanted.
# not under valgrind: strace would count the threads of valgrind
. tests/common.sh
have strace || skip 'strace is not installed'
strace -o /dev/null true 2>/dev/null || skip 'strace may not trace here'
cd $t
mkobj main.obj 'section .text' 'symbol start func' 'bytes e8' 'ref REL32 f' 'bytes c3'
mkobj f.obj 'section .text' 'symbol f func' 'bytes c3'
mkobj large.obj 'section .data' 'symbol large' 'fill 9000000 07'
mylib /nologo /out:large.lib f.obj large.obj
threads() { # YES|NO INPUT...
    strace -f -qq -o calls -e trace=clone,clone3 "$MYLINK" /nologo /threads:2 /entry:start /subsystem:console /opt:noref /out:x.exe main.obj "${@:2}"
    local got=no
    if grep -q clone calls; then got=yes; fi
    [ $got = "$1" ] || fail "threads for '${*:2}': $got"
}
threads no f.obj
threads yes f.obj large.obj
threads no large.lib
threads yes /wholearchive:large.lib
threads yes /wholearchive large.lib
