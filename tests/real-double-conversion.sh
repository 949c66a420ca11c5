# real-double-conversion.sh - the double-conversion library as a DLL and as objects, with its own tests: 20 more objects of C++, much
# constant data, GNU ld's --gc-sections and -ffunction-sections.
# slow
# timeout: 900
. tests/common.sh
. tests/mingw.sh
. tests/real.sh
need $gxx
debian_source double-conversion
compile double-conversion $gxx -O1 -ffunction-sections -fdata-sections -I"$source" -- "$source"/double-conversion/*.cc
library=("${objects[@]}")
compile double-conversion-tests $gxx -O1 -ffunction-sections -fdata-sections -I"$source" -- "$source"/test/cctest/*.cc
tests=("${objects[@]}")
twins tests.exe $gxx "${tests[@]}" "${library[@]}"
run_dlls "$t" $gxx
run_dlls "$t/twin" $gxx
names=$(cd "$t" && wine_run ./tests.exe --list | tr -d '\r' | sed '/^$/d')
[ "$(wc -l <<<"$names")" -ge 50 ] || fail "tests: $names"
same_output '^Ran [0-9][0-9] tests' tests.exe
# Sections that nothing refers to go; what is left runs, and is no more than what GNU ld leaves.
mylink_as $gxx -Wl,--gc-sections -o "$t/small.exe" "${tests[@]}" "${library[@]}"
cp "$t/tests.exe" "$t/twin/small.exe"
same_output '^Ran [0-9][0-9] tests' small.exe
[ "$(pe_field "$t/small.exe" 'section(".text").Misc_VirtualSize' | xargs printf '%d')" -lt "$(pe_field "$t/tests.exe" 'section(".text").Misc_VirtualSize' | xargs printf '%d')" ] || fail '--gc-sections leaves everything'
passed 3 "double-conversion (Debian), C++" 'a program of 20 objects; the same with `--gc-sections`' 'its own tests'
