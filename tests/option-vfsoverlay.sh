# option-vfsoverlay.sh - /VFSOVERLAY: a library that is somewhere else than the command line says; broken files are named with the line.
. tests/common.sh
cd "$t"
mkobj main.obj 'section .text' 'symbol start func' 'ref REL32 f' 'bytes c3'
mkobj m.obj 'section .text' 'symbol f func' 'bytes c3'
mylib /nologo /out:real.lib m.obj
put overlay.yaml <<END
# as LLVM's own scripts write it
{ 'version': 0, 'case-sensitive': 'false',
  'roots': [
    { 'name': '/sdk', 'type': 'directory', 'contents': [
        { 'name': 'um', 'type': 'directory', 'contents': [
            { "name": "Virtual.lib", "type": "file", "external-contents": "$t/real.lib" } ] } ] },
    { 'name': 'there.lib', 'type': 'file', 'external-contents': 'real.lib' } ] }
END
link() { "$MYLINK" /entry:start /subsystem:console /out:a.exe main.obj "$@"; }
link /vfsoverlay:overlay.yaml /sdk/um/VIRTUAL.LIB
link /vfsoverlay:overlay.yaml /libpath:/sdk/um virtual.lib
link /vfsoverlay:overlay.yaml there.lib
sed -i "s/'false'/'true'/" overlay.yaml
link /vfsoverlay:overlay.yaml /sdk/um/Virtual.lib
expect_fail "cannot open file '/sdk/um/VIRTUAL.LIB'" link /vfsoverlay:overlay.yaml /sdk/um/VIRTUAL.LIB
bad() { printf '%b' "$2" >bad.yaml; expect_fail "bad.yaml : fatal error LNK1107: invalid or corrupt file: cannot read the overlay at line $1" link /vfsoverlay:bad.yaml; }
bad '1: this is no JSON; the indented form of YAML is not read' 'version: 0\nroots:\n'
bad '2: the file ends inside a list' "{ 'roots': [\n"
bad '1: a bracket closes what was not opened' "{ ]"
bad "1: a ':' is missing" "{ 'name' 'x' }"
bad '1: the types are file and directory' "{ 'type': 'directory-remap' }"
bad '1: lists are nested too deeply' "$(printf '[%.0s' $(seq 1 70))"
