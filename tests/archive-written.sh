# archive-written.sh - an archive with both linker members and a long name is read alike by LLVM's and GNU's tools.
. tests/common.sh
asm $t/a.obj 'global zeta
section .text
zeta: ret'
asm "$t/a rather long name.obj" 'global alpha
section .text
alpha: ret'
"$BIN/tests/unit-archive" $t/x.lib $t/a.obj zeta "$t/a rather long name.obj" alpha

expect 'a.obj
a rather long name.obj' "$(tool llvm-ar)" t $t/x.lib
"$(tool llvm-ar)" p $t/x.lib a.obj >$t/out.obj
same $t/a.obj $t/out.obj
expect 'a.obj
a rather long name.obj' ar t $t/x.lib
ar p $t/x.lib 'a rather long name.obj' >$t/out.obj
same "$t/a rather long name.obj" $t/out.obj

# The indices: alpha is listed first in both (its index_order is smaller), though its member comes last.
expect_line 'alpha in a rather long name.obj' "$(tool llvm-nm)" --print-armap $t/x.lib
expect_line 'zeta in a.obj' "$(tool llvm-nm)" --print-armap $t/x.lib
expect_line 'alpha in a rather long name.obj' nm -s $t/x.lib
expect_line 'zeta in a.obj' nm -s $t/x.lib
expect_line "File: $t/x.lib(a.obj)" "$(tool llvm-readobj)" --file-headers $t/x.lib
