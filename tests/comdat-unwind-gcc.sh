# comdat-unwind-gcc.sh - gcc's .pdata$f and .xdata$f, COMDATs without a leader, come and go with the copy of f they describe.
. tests/common.sh
need x86_64-w64-mingw32-gcc
for n in 1 2; do
    x86_64-w64-mingw32-g++ -O1 -x c++ -c -o $t/$n.o - <<END
extern "C" int g$n(int);
template <int N> __attribute__((noinline)) int f(int x) { volatile char big[100 + N]; big[0] = (char)x; return big[0] + g$n(x); }
int (*p$n)(int) = f<1>;
extern "C" int unused$n(int x) { return f<2>(x); }
extern "C" int g$n(int x) { return x + $n; }
END
done
for ref in ref noref; do
    # p1 and p2 both hold the first copy of f<1>: 12 bytes of .pdata for each function that is in the image, none more
    mylink /opt:$ref,noicf /dll /noentry /noimplib /export:g1 /out:$t/v.dll $t/1.o $t/2.o
    functions=$(objdump -d $t/1.o | grep -c '>:$')
    expect_field $t/v.dll 'directory("EXCEPTION").Size' "0x$(printf %x $((12 * (functions + 2))))" # 2.o has its own g2 and unused2
done
