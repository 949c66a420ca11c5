# dump-options.sh - mydump's command line: / and - in either case, files that begin with a slash, unknown options, /SECTION,
# /RANGE, /RAWDATA's forms, /OUT, and a standard output that cannot be written.
. tests/common.sh
asm $t/a.obj 'section .text
db "0123456789abcdefghijkl"
section .data
dd 0x11223344, 0x55667788, 0xaabb'

summary='
Dump of file a.obj

File Type: COFF OBJECT

  Summary

           C .data
          16 .text'
cd $t
for words in 'a.obj' '/summary a.obj' '-Summary a.obj' '/NOLOGO /SUMMARY a.obj'; do expect "$summary" mydump $words; done
expect "${summary/a.obj/$t/a.obj}" mydump $t/a.obj          # a path is no option
expect "$summary" "$MYLINK" /DUMP a.obj
printf '/summary\r\na.obj\n' >x.rsp
expect "$summary" mydump @x.rsp
mydump /out:listing a.obj >dump.out
[ ! -s dump.out ]
expect "$summary" cat listing

# A word that is no option of mydump: a warning, then the rest is done. So it is with one that has a value too many.
expect "DUMP : warning LNK4044: unrecognized option '/unknown'; ignored
$summary" bash -c '"$1" /unknown a.obj 2>&1' - "$MYDUMP"
expect_fail "DUMP : fatal error LNK1117: syntax error in option 'section'" mydump /section a.obj
expect_fail "syntax error in option 'rawdata:3'" mydump /rawdata:3 a.obj
expect_fail "syntax error in option 'range:x'" mydump /range:x a.obj
expect_fail 'DUMP : fatal error LNK1181: no file was named; mydump /HELP lists the options' mydump /all
expect_fail "cannot open file 'missing.obj'" mydump missing.obj a.obj
expect_fail 'Dump of file a.obj' mydump missing.obj a.obj # the second file is shown all the same
expect_line 'usage: mydump [options] files' mydump /help
expect_line 'usage: mydump [options] files' mydump
mydump --version >log
grep -q '^mydump [0-9]' log

raw() { mydump "$@" a.obj | sed -n '/^  0/p'; }
expect '  00000000: 30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66  0123456789abcdef
  00000010: 67 68 69 6A 6B 6C                                ghijkl' raw /rawdata /section:.text
expect '  00000000: 3344 1122 7788 5566 AABB 0000' raw /rawdata:2 /section:.data
expect '  00000000: 11223344 55667788
  00000008: 0000AABB' raw /rawdata:4,2 /section:.data
expect '  00000000: 5566778811223344
  00000008: 0000AABB' raw /rawdata:8,1 /section:.data # the last value is cut off by the end
expect '  00000004: 34 35 36 37  4567' raw /rawdata:1,4 /section:.text /range:4,0x7
expect '' raw /all /rawdata:none
expect '' raw /rawdata:none /all

# Images show addresses.
"$(tool lld-link)" /dll /noentry /base:0x180000000 /out:a.dll a.obj
expect_line '  0000000180001002: 32 33  23' mydump /rawdata:1,2 /range:0x180001002,0x180001003 a.dll

# A full disk is an error, a reader that has seen enough is not worth a word.
if [ -c /dev/full ]; then
    code=0; "$MYDUMP" a.obj >/dev/full 2>log || code=$?
    [ $code = 1 ] && grep -q 'DUMP : fatal error LNK1106: cannot write to standard output: No space left on device' log || { cat log >&2; fail "full disk: exit code $code"; }
    expect_fail 'No space left on device' mydump /out:/dev/full a.obj
fi
head -c 3000000 /dev/zero >big
asm big.obj 'section .text
incbin "big"'
{ code=0; "$MYDUMP" /rawdata big.obj 2>log || code=$?; echo $code >code; } | head -n 1 >dump.out
[ "$(cat code)" = 1 ] && [ ! -s log ] || fail 'a closed pipe gives a message'

# The input is never replaced by the listing of it; too little memory is an error like any other.
cp a.obj b.obj
expect_fail 'b.obj : fatal error LNK1149: /OUT names this input file' mydump /out:b.obj b.obj
same a.obj b.obj
case $BIN in
*/san | */valgrind) ;; # need address space of their own
*)
    truncate -s 200M huge.obj
    expect_fail 'DUMP : fatal error LNK1102: out of memory' bash -c 'ulimit -v 100000; exec "$1" /out:listing2 huge.obj' - "$MYDUMP"
    ;;
esac
