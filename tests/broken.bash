# broken.bash - for the tests of broken inputs: sourced behind common.sh.
#
#   refuses MESSAGE PLACE CMD...  CMD, given 20 seconds and 2 GB, ends with exit code 1, says "fatal error MESSAGE" with the file's name in
#                                 front (MESSAGE begins with it: 'a.obj: LNK1107: ...'), then PLACE on a line of its own ('0x14': "where: file
#                                 offset 0x14"; '': none), and leaves no file behind.
limited() (
    [ "$BIN" != "$ROOT/build" ] || ulimit -v 2000000 # the sanitizers reserve far more
    exec timeout -k 5 $((20 * patience)) "$@"
)

refuses() {
    local file=${1%%: LNK*} message=${1#*: LNK} place=$2
    shift 2
    message="$file : fatal error LNK$message"
    case $place in 0x*) place="file offset $place" ;; esac
    [ -z "$place" ] || message="$message
  where: $place"
    expect_fail "$message" limited "$@"
}
