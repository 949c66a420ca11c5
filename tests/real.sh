# real.sh - for tests with real programs: sourced behind common.sh and mingw.sh. Not a test itself.
#
# Sources come from the package registries, by package name, when a test first runs, and stay in build/download; objects and what
# GNU ld makes of them stay in build/real. A machine without the registry skips, and says so. Nothing of theirs is committed.
#
#   npm_source NAME VERSION   the folder of an npm package           debian_source NAME   of a Debian source package, unpacked; into $source
#   compile NAME COMPILER FLAGS... -- FILE...
#                             objects of all files, two at a time, in build/real/NAME; into the array $objects
#   twins OUT COMPILER ARG... `COMPILER ARG... -o OUT` by mylink in $t, and by GNU ld in $t/twin; then compare-twins.py looks at both
#   same_output TEXT EXE ARG...  both run in Wine with the same output and exit code; some line of `exit code N` and the output matches TEXT
have_wine || skip 'wine is not installed'
need_pefile
downloads=$ROOT/build/download real=$ROOT/build/real
mkdir -p "$downloads" "$real"

fetch_once() { # FOLDER COMMAND...: COMMAND runs once, in a folder of its own, which then gets the name FOLDER
    local folder=$downloads/$1 work
    shift
    (
        flock 9
        [ ! -d "$folder" ] || exit 0
        work=$(mktemp -d "$downloads/work.XXXXXX")
        (cd "$work" && "$@") >"$notes/fetch.log" 2>&1 || { tail -n 5 "$notes/fetch.log" >&2; rm -rf "$work"; exit 77; }
        mv "$work" "$folder"
    ) 9>"$downloads/lock"
}

npm_source() {
    need npm tar
    fetch_once "npm-$1" timeout 250 npm --silent pack "$1@$2" || skip "npm's registry does not give $1"
    source=$downloads/npm-$1/package
    [ -d "$source" ] || tar -C "$downloads/npm-$1" -xzf "$downloads/npm-$1/"*.tgz
}

# apt's own lists stay as they are: these have folders of their own, and deb-src lines for the system's first archive.
apt_private() {
    local folder=$downloads/apt
    mkdir -p "$folder/lists/partial" "$folder/cache/archives/partial"
    timeout 250 apt-get -q -o Dir::Etc::sourcelist="$folder/sources.list" -o Dir::Etc::sourceparts=- -o Dir::State::lists="$folder/lists" -o Dir::Cache="$folder/cache" \
        -o APT::Sandbox::User= -o Debug::NoLocking=1 "$@"
}
apt_lists() {
    local uri release keys
    apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 'Created-By: Packages' 'Component: main' | grep -vE -- '-(updates|security|backports)$' |
        head -n 1 >"$notes/archive"
    read -r uri release <"$notes/archive"
    case $uri in *ubuntu*) keys=/usr/share/keyrings/ubuntu-archive-keyring.gpg ;; *) keys=/usr/share/keyrings/debian-archive-keyring.gpg ;; esac
    [ -f $keys ] && keys="[signed-by=$keys] " || keys=
    mkdir -p "$downloads/apt"
    echo "deb-src $keys$uri $release main" >"$downloads/apt/sources.list"
    apt_private update
}
debian_package() {
    [ -s "$downloads/apt/sources.list" ] && ls "$downloads/apt/lists"/*Sources* >/dev/null 2>&1 || apt_lists
    apt_private --download-only source "$1" || return
    mkdir unpacked
    tar -C unpacked --strip-components=1 -xf ./*.orig.tar.*[!c]
}
debian_source() {
    need apt-get tar
    fetch_once "debian-$1" debian_package "$1" || skip "Debian's archive does not give the source of $1"
    source=$downloads/debian-$1/unpacked
}

# An object is made again when the command or the file changed, or the compiler.
compile() {
    local folder=$real/$1 file object script=$notes/compile-one words=() stamp
    shift
    while [ "$1" != -- ]; do words+=("$1"); shift; done
    shift
    mkdir -p "$folder"
    stamp="${words[*]} $("${words[0]}" -dumpfullversion -dumpversion)"
    {
        echo '[ -f "$1" ] && [ "$1" -nt "$2" ] && [ "$(cat "$1.by" 2>/dev/null)" = '"$(printf %q "$stamp")"' ] && exit 0'
        echo 'rm -f "$1"'
        printf '%q ' "${words[@]}"
        echo '-c -o "$1.new" "$2" && mv "$1.new" "$1" && echo '"$(printf %q "$stamp")"' >"$1.by" || exit 255'
    } >"$script"
    objects=()
    for file; do objects+=("$folder/$(echo "${file#"$source"/}" | tr / _).o"); done
    (
        flock 9 # a second run of the suite waits for the objects of the first
        for file; do printf '%s\0' "$folder/$(echo "${file#"$source"/}" | tr / _).o" "$file"; done | xargs -0 -r -P 2 -n 2 bash "$script" 2>"$notes/compile.log" 9>&-
    ) 9>"$folder/lock" || { head -n 40 "$notes/compile.log" >&2; fail 'it does not compile'; }
}

twins() {
    local out=$1
    shift
    mkdir -p "$t/twin"
    mylink_as "$@" -o "$t/$out"
    "$@" -o "$t/twin/$out"
    $python "$ROOT/tests/compare-twins.py" "$t/$out" "$t/twin/$out" || fail "$out and its twin by GNU ld hold different things"
}

wine_limit=600 # seconds that one run may take
unstable= # a sed script that takes out what differs from run to run
same_output() {
    local text=$1 exe=$2 folder code
    shift 2
    for folder in . twin; do
        code=0
        (cd "$t/$folder" && wine_run "./$exe" "$@" 2>&1) >"$notes/output" </dev/null || code=$?
        { tr -d '\r' <"$notes/output" | sed -E "$unstable"; echo "exit code $code"; } >"$notes/text.$folder"
    done
    diff "$notes/text.twin" "$notes/text.." >&2 || fail "$exe and its twin print different things (< GNU ld's)"
    grep -qE -e "$text" "$notes/text.." || { tail -n 30 "$notes/text.." >&2; fail "$exe $*: no line '$text'"; }
}

