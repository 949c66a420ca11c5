# option-or-path.sh - a word with '/' in front is an option when its name is one, and a file when it looks like a path.
. tests/common.sh
mkobj "$t/a.obj" 'section .text' 'symbol start func' 'bytes c3'
cd "$t" # absolute: $t/a.obj begins with '/'
mylink "$t/a.obj" /entry:start /subsystem:console /out:"$t/one.exe"
# Names of options in front of a second '/' do not make a path an option.
mkdir -p out map
for folder in out map; do
    cp a.obj "$folder/"
    expect_fail "/$folder/no-such-file.obj" mylink "/$folder/no-such-file.obj"
done
# A ':' behind the first slash belongs to a path, too, once there is a second slash.
cp a.obj 'b:c.obj'
mylink "$t/b:c.obj" /entry:start /subsystem:console /out:two.exe
same one.exe two.exe
# A file right under / is a file; without one it is an unknown option.
if touch "/mylink-test-$$" 2>/dev/null; then
    expect_fail "/mylink-test-$$" mylink "/mylink-test-$$"
    rm "/mylink-test-$$"
fi
mylink "$t/a.obj" /entry:start /subsystem:console "/mylink-test-$$" /out:three.exe 2>err
grep -q "LNK4044: unrecognized option '/mylink-test-$$'; ignored" err || fail "$(cat err)"
# '-' never begins a file name, and an option's argument may hold slashes.
expect_fail "LNK1104" mylink "-out:$t/no/such/folder/x.exe" "$t/a.obj" -entry:start -subsystem:console
