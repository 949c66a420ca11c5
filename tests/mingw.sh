# mingw.sh - for tests of mingw-w64: sourced behind common.sh. Not a test itself.
#
#   mylink_as GCC ARG...    what `GCC ARG...` would hand to GNU ld (start-up objects, libraries, plugin options and all), handed
#                           to ld.mylink. Debian's cross compilers cannot be told to use another linker.
#   run_dlls FOLDER GCC     copies the run-time DLLs of GCC beside the program
need x86_64-w64-mingw32-gcc

gcc=x86_64-w64-mingw32-gcc
gxx=x86_64-w64-mingw32-g++ # may be either thread model
for name in x86_64-w64-mingw32-g++-posix; do
    if have $name; then gxx_posix=$name; fi # std::thread needs this one
done

mylink_as() {
    local line
    line=$("$@" '-###' 2>&1 | grep -E '/collect2"? ') || fail "no linker command: $*"
    eval "set -- $line"
    shift
    "$BIN/ld.mylink" "$@" || return
    while [ $# -gt 1 ]; do
        if [ "$1" = -o ]; then note_image "$2"; fi
        shift
    done
}

run_dlls() {
    local folder=$1 name file
    shift
    for name in libgcc_s_seh-1.dll libstdc++-6.dll libwinpthread-1.dll; do
        file=$("$@" -print-file-name=$name)
        if [ -f "$file" ]; then cp "$file" "$folder/"; fi
    done
}
