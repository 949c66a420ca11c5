# determinism.sh - one link done twenty ways gives the same bytes in every output: image, import library, .exp file, map and manifest.
. tests/common.sh
head='00000000 20000000 ffff0000 ffff0000 00000000 00000000 00000000 00000000'
mkdir $t/in
hex $t/in/r.res "$head 04000000 20000000 ffff0a00 ffff0100 00000000 30000904 00000000 00000000 61626364"
lines=()
for i in $(seq 300); do
    lines+=("section .text\$f$i comdat=any" "symbol f$i func" 'bytes e8' "ref REL32 f$((i % 300 + 1))" 'bytes c3' 'ref ADDR64 table' "directive /EXPORT:f$i")
done
mkobj $t/in/a.obj "${lines[@]}" 'section .data' 'symbol table' 'ref ADDR64 f1' 'ref ADDR64 f2'
mkobj $t/in/b.obj 'section .text' 'symbol g func' 'bytes ff 15' 'ref REL32 __imp_Sleep' 'bytes ff 15' 'ref REL32 __imp_ExitProcess' \
    'bytes c3' 'section .bss' 'zeros 1000' 'symbol c common=64' 'section .rdata$b' 'ascii text'
# Threads are started for inputs of 8 MB and more: nine objects with 1 MB that is read and left out.
for i in $(seq 9); do mkobj $t/in/c$i.obj 'section .debug$T' 'fill 1000000 55' "section .text\$f$i" "symbol c$i func" 'bytes e8' "ref REL32 f$i" 'bytes c3'; done

made() { find . -name 'x.*' | sort | xargs sha256sum; } # in the link's folder
arguments='/nologo /dll /noentry /export:g /out:x.dll /map:x.map /manifest a.obj b.obj c1.obj c2.obj c3.obj c4.obj c5.obj c6.obj c7.obj c8.obj c9.obj r.res kernel32.lib'
way() { # NAME WORDS...: the words stand in front of the command
    local folder=$t/way
    rm -rf $folder && cp -r $t/in $folder
    # shellcheck disable=SC2086 # words
    (cd $folder && "${@:2}" "$MYLINK" $arguments ${more-} >said 2>&1 && made >$t/got) || { cat $folder/said >&2; fail "the way '$1' does not link"; }
    diff $t/first $t/got >&2 || fail "another output: $1"
    ways=$((ways + 1))
}
cp -r $t/in $t/one
# shellcheck disable=SC2086
(cd $t/one && "$MYLINK" $arguments >/dev/null && made >$t/first)
[ "$(wc -l <$t/first)" -ge 5 ] || fail "outputs: $(cat $t/first)"

ways=0
way 'once more' env
later() { sleep 1.1; "$@"; }
way 'a second later' later
way 'another language' env LC_ALL=C.UTF-8 LANG=tr_TR.UTF-8
way 'east of Greenwich' env TZ=Pacific/Kiritimati
way 'west of Greenwich' env TZ=America/Los_Angeles
way 'memory filled with 55' env MALLOC_PERTURB_=85
way 'memory filled with aa' env MALLOC_PERTURB_=170
way 'another user' env USER=somebody LOGNAME=somebody HOME=/nonexistent HOSTNAME=elsewhere
way 'an empty environment' env -i
way 'a large environment' env "X=$(head -c 60000 /dev/zero | tr '\0' x)"
umask_77() { (umask 077 && "$@"); }
way 'another umask' umask_77
few_files() { (ulimit -n 20 && "$@"); }
way 'few descriptors' few_files
if have setarch; then way 'no random addresses' setarch -R; fi
if have taskset; then way 'one processor' taskset -c 0; fi
for threads in 1 2 3 8; do more=/threads:$threads way "threads: $threads" env; done
old_inputs() { touch -d 1999-12-31 ./*.obj r.res && "$@"; }
way 'other times of the inputs' old_inputs
old_output() { head -c 100000 /dev/urandom >x.dll && "$@"; }
way 'over an old output' old_output
response() { printf '%s\n' "${@:2}" >words.rsp && "$1" @words.rsp; }
way 'by a response file' response
[ $ways -ge 20 ] || [ -n "${BIN##*/build}" ] || fail "only $ways ways"

# No place and no name of this machine is in them.
for word in "$t" "$(id -un)" "$(uname -n)"; do
    [ ${#word} -ge 6 ] || continue # a short name is in any file
    if grep -qaF -- "$word" $t/way/x.*; then fail "an output has '$word' in it"; fi
done

# In another folder and with absolute names the image and its library are the same; the map shows the names as they were given.
mkdir -p $t/deep/er && cp $t/in/* $t/deep/er/
(cd / && "$MYLINK" /nologo /dll /noentry /export:g /out:$t/deep/er/x.dll /manifest $t/deep/er/[abc]*.obj $t/deep/er/r.res kernel32.lib) >/dev/null
for name in x.dll x.lib x.exp; do same $t/way/$name $t/deep/er/$name; done
