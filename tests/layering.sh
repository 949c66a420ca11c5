# layering.sh - includes point down only (linker -> implib -> objfmt, loader -> objfmt), and no file but a program's main
# not under sanitizers: it is about the project, not about inputs
# file has a variable of its own: what a link knows hangs on its Link.
. tests/common.sh

includes() { # FOLDER ALLOWED-REGEX
    local bad
    bad=$(grep -nE '^ *# *include *"' "$1"/*.[ch] | grep -vE "\"($2)\"") || return 0
    fail "$1 includes what it must not: $bad"
}
includes objfmt '[a-z_0-9]+\.h'
includes implib '([a-z_0-9]+|\.\./objfmt/[a-z_0-9]+)\.h'
includes linker '([a-z_0-9]+|\.\./(objfmt|implib)/[a-z_0-9]+)\.h'
includes loader '([a-z_0-9]+|\.\./objfmt/[a-z_0-9]+)\.(h|inc)'

# Threads are parallel.c's business alone, standard error diag.c's.
if grep -lE '<(pthread|threads)\.h>' objfmt/*.[ch] implib/*.[ch] linker/*.[ch] | grep -v 'linker/parallel\.[ch]'; then
    fail 'these files know about threads'
fi

# .data.rel.ro holds constant tables with pointers in them: read-only once loaded, so allowed.
for object in build/obj/release/*/*.o; do
    case $object in */main.o | */dump_main.o) continue ;; esac
    case $object in build/obj/release/tests/*) continue ;; esac
    source=${object#build/obj/release/}
    [ -f "${source%.o}.c" ] || continue # of a file that is gone
    variables=$(objdump -t "$object" | awk -F '\t' 'NF == 2 {
        n = split($1, left, " "); split($2, right, " ")
        if (left[n] ~ /^(\.data|\.bss|\.tdata|\.tbss|\*COM\*)/ && left[n] !~ /^\.data\.rel\.ro/ && right[2] !~ /^\./) print right[2] }')
    [ -z "$variables" ] || fail "${source%.o}.c has variables: $variables"
done
