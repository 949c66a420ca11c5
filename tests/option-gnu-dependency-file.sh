# option-gnu-dependency-file.sh - --dependency-file writes a make rule with every file that was read; make links again when one changed.
. tests/common.sh
cd "$t"
mkobj 'a b$.o' 'section .text' 'symbol start func' 'bytes e8' 'ref REL32 f' 'bytes c3'
mkobj f.o 'section .text' 'symbol f func' 'bytes c3'
mylib /nologo /out:libf.a f.o
ld() { "$BIN/ld.mylink" -m i386pep -e start "$@"; }
ld 'a b$.o' -L. -lf -o a.exe --dependency-file=a.d
expect 'a.exe: \
  a\ b$$.o \
  ./libf.a

a\ b$$.o:

./libf.a:' cat a.d
need make
put Makefile <<END
all: a.exe
a.exe: ; @echo link; $BIN/ld.mylink -m i386pep -e start 'a b\$\$.o' -L. -lf -o a.exe --dependency-file=a.d
-include a.d
END
expect "make: Nothing to be done for 'all'." make
for changed in libf.a 'a b$.o'; do
    touch -d '1 hour ago' a.exe libf.a 'a b$.o'
    touch "$changed"
    expect link make
done
# A link that fails leaves the old rule; an input is never overwritten.
cp a.d before
expect_fail 'LNK2019' ld 'a b$.o' -o a.exe --dependency-file=a.d
same a.d before
expect_fail 'LNK1149' ld 'a b$.o' -L. -lf -o a.exe --dependency-file=libf.a
