# real-leveldb.sh - C++ of a hundred objects: LevelDB with Snappy and its own tests (GoogleTest), as one program; and as two DLLs,
# leveldb.dll that uses snappy.dll, with nothing but automatic exports and imports between them. Same output as GNU ld's twins.
# slow
# timeout: 1500
. tests/common.sh
. tests/mingw.sh
. tests/real.sh
[ -n "${gxx_posix-}" ] || skip 'no g++ with std::thread (package g++-mingw-w64-x86-64-posix)'
for package in snappy googletest benchmark leveldb; do
    debian_source $package
    eval "$package=\$source"
done
config=$real/leveldb-config
mkdir -p "$config/port"
put "$config/port/port_config.h.new" <<'END'
#define HAVE_FDATASYNC 0
#define HAVE_FULLFSYNC 0
#define HAVE_O_CLOEXEC 0
#define HAVE_CRC32C 0
#define HAVE_SNAPPY 1
END
sed 's/${\(HAVE_SYS_UIO_H\)_01}/0/; s/${PROJECT_VERSION_[A-Z]*}/1/' "$snappy/snappy-stubs-public.h.in" >"$config/snappy-stubs-public.h.new"
for file in port/port_config.h snappy-stubs-public.h; do # unchanged files keep their time: objects are newer
    cmp -s "$config/$file" "$config/$file.new" || cp "$config/$file.new" "$config/$file"
done

source=$snappy
compile snappy $gxx_posix -O1 -DNDEBUG -DHAVE_BUILTIN_EXPECT=1 -DHAVE_BUILTIN_CTZ=1 -I"$config" -- "$snappy"/snappy{,-c,-sinksource,-stubs-internal}.cc
snappy_objects=("${objects[@]}")
source=$googletest
compile googletest $gxx_posix -O1 -I"$googletest"/googletest{,/include} -I"$googletest"/googlemock{,/include} -- \
    "$googletest"/googletest/src/gtest{-all,_main}.cc "$googletest/googlemock/src/gmock-all.cc"
googletest_objects=("${objects[@]}")

source=$benchmark
compile benchmark $gxx_posix -O1 -w -DHAVE_STD_REGEX -DNDEBUG -DBENCHMARK_STATIC_DEFINE -I"$benchmark/include" -I"$benchmark/src" -- "$benchmark"/src/*.cc
benchmark_objects=()
for object in "${objects[@]}"; do case $object in *benchmark_main*) ;; *) benchmark_objects+=("$object") ;; esac; done

source=$leveldb
library=() tests=()
for file in "$leveldb"/{db,table,util,helpers/memenv,issues}/*.cc; do
    case $file in
    *posix* | */leveldbutil.cc) ;;
    *_test.cc | */testutil.cc) tests+=("$file") ;;
    *) library+=("$file") ;;
    esac
done
flags=(-O1 -DLEVELDB_PLATFORM_WINDOWS=1 -DLEVELDB_HAS_PORT_CONFIG_H=1 -DUNICODE -D_UNICODE -DWIN32_LEAN_AND_MEAN -DNOMINMAX -I"$leveldb/include" -I"$leveldb" -I"$config" -I"$snappy")
compile leveldb $gxx_posix "${flags[@]}" -- "${library[@]}"
library_objects=("${objects[@]}")
# Each test file has a main of its own; here GoogleTest's runs them all.
compile leveldb-tests $gxx_posix "${flags[@]}" '-Dmain=static unused_main' -w -I"$googletest"/googletest/include -I"$googletest"/googlemock/include -I"$benchmark/include" -DBENCHMARK_STATIC_DEFINE -- "${tests[@]}"
test_objects=("${objects[@]}" "${googletest_objects[@]}" "${benchmark_objects[@]}")
count=$((${#snappy_objects[@]} + ${#library_objects[@]} + ${#test_objects[@]}))
[ $count -ge 90 ] || fail "only $count objects"

unstable='s/ \([0-9]+ ms( total)?\)//'
# Left out: tests that run for many seconds, and one that expects a compaction in the background to be over in time.
filter='--gtest_filter=-Issue*:DBTest.MultiThreaded:DBTest.Randomized:AutoCompactTest.*:Harness.Randomized:SkipTest.Concurrent*:DBTest.HiddenValuesAreRemoved'
folders() { local folder; for folder in "$t" "$t/twin"; do mkdir -p "$folder"; run_dlls "$folder" $gxx_posix; done; }
folders
twins tests.exe $gxx_posix "${test_objects[@]}" "${library_objects[@]}" "${snappy_objects[@]}" -lshlwapi
same_output '^\[  PASSED  \] 2[0-9][0-9] tests' tests.exe "$filter"

# Two DLLs. GNU ld and mylink export everything of a DLL that exports nothing by name.
twins snappy.dll $gxx_posix -shared "${snappy_objects[@]}"
twins leveldb.dll $gxx_posix -shared "${library_objects[@]}" "$t/snappy.dll"
twins dll-tests.exe $gxx_posix "${test_objects[@]}" "$t/leveldb.dll" "$t/snappy.dll" -lshlwapi
same_output '^\[  PASSED  \] 2[0-9][0-9] tests' dll-tests.exe "$filter"
passed 3 "LevelDB and Snappy (Debian), C++" 'a program of more than 90 objects; two DLLs and a program' 'more than 200 tests of its own'
