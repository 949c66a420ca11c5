# tutorial-drift.sh - the tutorial's check fails on every kind of drift, and says where.
. tests/common.sh

repo=$t/repo
mkdir -p "$repo"/{linker,objfmt,implib,loader,examples,tutorial/pictures}
weave() { $python tutorial/tools/weave.py --root "$repo" --bin "$BIN" "$@"; }
fails_with() { expect_fail "$1" weave --check; }

put "$repo/linker/a.c" <<'END'
static int twice(int x) {
    //> twice
    int result = x;
    result += x;
    result += 0;
    result -= 0;
    return result;
    //< twice
}
END
put "$repo/linker/c.c" <<'END'
static int once(void) { return 1; }
//> table
static const int table[] = {
    1,
    2,
    3,
};
//< table
END
put "$repo/tutorial/README.md" <<<'[One](01-one.md)'
put "$repo/tutorial/01-one.md" <<'END'
# One

```c linker/a.c twice
```

```c linker/c.c table
```

```asm save=one.asm
        section .text
        db 0xde, 0xad
```

```console
$ nasm -f win64 one.asm -o one.obj
$ mydump /nologo /rawdata one.obj | grep DE
```

The bytes are `DE AD`, at offset `0x1000`.
<!-- also: 1000 -->

<!-- draw one.svg: bytes one.obj 0 20 fields -->
![The header](pictures/one.svg)
END
need nasm
weave >/dev/null
expect '1 chapters, 2 anchors: nothing has drifted' weave --check
grep -qx '// linker/a.c, in twice()' "$repo/tutorial/01-one.md" || fail 'no caption'
grep -qx '// linker/c.c' "$repo/tutorial/01-one.md" || fail 'the caption names a function that was over'
grep -qx 'result += x;' "$repo/tutorial/01-one.md" || fail 'no excerpt'
grep -q '^ .*DE AD' "$repo/tutorial/01-one.md" || fail 'no output'
grep -q 'NumberOfSections = 1' "$repo/tutorial/pictures/one.svg" || fail 'no picture'
cp -r "$repo" "$t/good"

try() { # WHAT MESSAGE COMMAND...
    local message=$2
    shift 2
    (cd "$repo" && "$@")
    fails_with "$message"
    rm -rf "$repo" && cp -r "$t/good" "$repo"
}
edit() { sed -i "$1" "$2"; }
chapter=tutorial/01-one.md

try 'a source that changed' 'tutorial/01-one.md: has drifted' edit 's/result += 0/result += 00/' linker/a.c
try 'a command that prints something else' 'has drifted' edit 's/db 0xde, 0xad/db 0xde, 0xad, 0/' $chapter
try 'a command that fails' 'exit code 1, not 0: nasm' edit 's/nasm -f win64 one.asm/nasm -f win64 two.asm/' $chapter
try 'a picture of other bytes' 'tutorial/pictures/one.svg has drifted' edit 's/NumberOfSections = 1/NumberOfSections = 2/' tutorial/pictures/one.svg
try 'an unknown anchor' 'unknown anchor: thrice' edit 's/a.c twice/a.c thrice/' $chapter
try 'an anchor of another file' 'unknown anchor' edit 's/> twice/> other/; s/< twice/< other/' linker/a.c
try 'an unused anchor' 'anchor twice is used by no chapter and no lab' edit '/a.c twice/,/^```$/d' $chapter
try 'a doubled anchor' 'linker/b.c:2: anchor twice is there twice' cp linker/a.c linker/b.c
try 'an anchor without an end' 'anchor twice has no end' edit '/< twice/d' linker/a.c
try 'an excerpt that is too long' 'anchor twice has 32 lines' edit 's/result += 0;/&\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n/' linker/a.c
try 'a number that stands nowhere' 'in no listing or picture of the chapter: DE AF' edit 's/`DE AD`/`DE AF`/' $chapter
try 'a number nobody vouches for' 'in no listing or picture of the chapter: 0x1000' edit '/also:/d' $chapter
try 'a dead link' 'link to two.md: no such file' edit 's/^# One/# One [x](two.md)/' $chapter
try 'a source file that is gone' 'linker/b.c is named: no such file' edit 's,^The bytes,See `linker/b.c`. The bytes,' $chapter
try 'a code fence from nowhere' 'names no file' edit 's/^```asm save.*/```asm/' $chapter
try 'a chapter that is not in the index' 'does not list tutorial/01-one.md' edit 1d tutorial/README.md
try 'a picture that nobody draws' 'no chapter draws it' cp tutorial/pictures/one.svg tutorial/pictures/two.svg
