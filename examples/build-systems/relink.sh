#!/bin/sh
# relink.sh - runs with mylink, unedited, a link that link.exe did on Windows.
#
#   relink.sh [-n] [FROM=TO]... COMMAND [OPTION...]
#
#   relink.sh 'C:\src\app=.' link.command.1.tlog          MSBuild's log of the command line (UTF-16)
#   relink.sh 'C:\src\app=.' commands.txt /map            a line of `ninja -v`, `make VERBOSE=1` or rustc's error message
#
# COMMAND is a file with the command line, as the build system logged it. The program in front (link.exe, lld-link, `cmake -E
# vs_link_exe ... --`), prompts and log marks are taken off; folders of the other machine are replaced, in any case of letters and with
# either slash; OPTIONs come last and so win. Everything else goes to mylink as it is. -n prints the words and links nothing.
# Folders that are not there (the SDK's) do no harm: mylink has import libraries of its own.
set -eu

mapping= dry=
while [ $# -gt 0 ]; do
    case $1 in
    -n) dry=1 ;;
    *=*) mapping="$mapping$1
" ;;
    *) break ;;
    esac
    shift
done
[ $# -gt 0 ] && [ -f "$1" ] || { sed -n '2,/^set/s/^# \{0,1\}//p' "$0" | sed '/^set/d' >&2; exit 2; }
command=$1
shift

# UTF-16 is told by its byte-order mark.
case $(od -An -tx1 -N2 "$command" | tr -d ' ') in
fffe | feff) encoding=UTF-16 ;;
*) encoding=UTF-8 ;;
esac

words=$(mktemp "${TMPDIR:-/tmp}/relink.XXXXXX")
trap 'rm -f "$words"' EXIT
iconv -f $encoding -t UTF-8 "$command" | MAPPING=$mapping awk '
    function fold(s) { gsub(/\//, "\\", s); return tolower(s) }
    BEGIN {
        n = split(ENVIRON["MAPPING"], pairs, "\n")
        for (i = 1; i < n; i++) {
            at = index(pairs[i], "=")
            from[++count] = substr(pairs[i], 1, at - 1); to[count] = substr(pairs[i], at + 1)
        }
    }
    { sub(/\r$/, ""); sub(/^\xef\xbb\xbf/, "") }
    /^\^/ { next }                                     # MSBuild: the inputs of the command that follows
    {
        sub(/^[ \t]*= note: /, "")                     # rustc
        if ($0 ~ /[A-Za-z]:\\\\/) gsub(/\\\\/, "\\")      # ... which escapes: C:\\Users
        gsub(/" "/, "\"\n\"")
        # The program: everything up to its name, when the line begins with one.
        if (!started) {
            sub(/^.*vs_link_(exe|dll)[^\n]* -- /, "")
            if (match($0, /^("[^"]*[\\\/])?[^" ]*[Ll][Ii][Nn][Kk](\.[Ee][Xx][Ee])?"?([ \n]|$)/) ||
                match($0, /^"[^"]*[Ll][Ii][Nn][Kk](\.[Ee][Xx][Ee])?"([ \n]|$)/)) $0 = substr($0, RLENGTH + 1)
            started = 1
        }
        sub(/ && .*$/, "")                             # the next command of a line of cmd.exe
        for (i = 1; i <= count; i++) {
            done = ""; rest = $0; key = fold(from[i])
            while ((at = index(fold(rest), key)) > 0) {
                done = done substr(rest, 1, at - 1) to[i]
                rest = substr(rest, at + length(from[i]))
            }
            $0 = done rest
        }
        print
    }' >"$words"

if [ -n "$dry" ]; then
    cat "$words"
else
    mylink "@$words" "$@"
fi
