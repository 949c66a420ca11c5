# design.sh - DESIGN.md mentions every source file, so a reader finds each from the one page, and names none that is gone.
# not under sanitizers: it is about the project, not about inputs
. tests/common.sh

for file in objfmt/*.c implib/*.c linker/*.c loader/*.c implib/delayhelper/*.c; do
    name=$(basename "$file")
    grep -qE "[\`/](${name/./\\.}|${name%%_*}_\*\.c)\`" DESIGN.md || fail "DESIGN.md does not mention $file"
done
for name in $(grep -oE '`[a-z_0-9]+\.(c|h)`' DESIGN.md | tr -d '`' | sort -u); do
    [ -n "$(find objfmt implib linker loader tests -name "$name")" ] || fail "DESIGN.md names $name, which is not there"
done
