# machine.sh - what is different when an example is built for another machine than x64. Sourced by demo.sh and by the tests, with
# MACHINE set to x64, x86 or arm64.
#
# The C examples have one source and one build.sh for all machines: it takes the compiler's target from TARGET and mylib's from
# MACHINE. Assembler examples have a source of their own for each, and a build-x86.sh, build-arm64.sh. Where the output differs,
# there is an expected-x86.txt.
case $MACHINE in
x64) TARGET=x86_64-pc-windows-msvc MINGW=x86_64-w64-mingw32-gcc ;;
x86) TARGET=i686-pc-windows-msvc MINGW=i686-w64-mingw32-gcc ;;
arm64) TARGET=aarch64-pc-windows-msvc MINGW= STAY= && export STAY ;; # ARM64 images must be movable: same-base
*) echo "MACHINE is x64, x86 or arm64, not $MACHINE" >&2 && exit 1 ;;
esac
export MACHINE TARGET MINGW

# The machine's own version of a file in folder $1, when there is one: build.sh -> build-x86.sh
file_for_machine() {
    own=${2%.*}-$MACHINE.${2##*.}
    if [ -f "$1/$own" ]; then echo "$own"; else echo "$2"; fi
}

exists_for_machine() {
    [ "$MACHINE" = x64 ] || [ "$(file_for_machine "$1" build.sh)" != build.sh ] || ! grep -q 'nasm -f win64' "$1/build.sh"
}
