# loader-crt-math.sh - every mathematical function of ucrtbase.dll, double and float, called by name: the same numbers in myload and in Wine.
. tests/common.sh
need x86_64-w64-mingw32-gcc
cat >$t/main.c <<'END'
#include <stdio.h>
#include <stdlib.h>
#include <windows.h>
static void *function(const char *name) {
    void *found = GetProcAddress(LoadLibraryA("ucrtbase.dll"), name);
    if (found) return found;
    printf("no %s\n", name);
    exit(9);
}
#define FN(name, result, ...) ((result(*)(__VA_ARGS__))function(name))
static const char *one[] = {"acos", "asin", "atan", "ceil", "cos", "cosh", "exp", "fabs", "floor", "log", "log10", "sin", "sinh", "sqrt", "tan", "tanh",
    "cbrt", "exp2", "expm1", "log1p", "log2", "round", "trunc", "rint", "nearbyint", "asinh", "atanh", "erf", "erfc", "tgamma", "lgamma", "logb"};
static const char *two[] = {"atan2", "fmod", "pow", "fdim", "fmax", "fmin", "hypot", "copysign", "nextafter", "remainder"};
static void both(const char *name, double x) {
    char with_f[20];
    sprintf(with_f, "%sf", name);
    printf("%s %.6g %.6g\n", name, FN(name, double, double)(x), strcmp(name, "fabs") ? FN(with_f, float, float)((float)x) : 0.0);
}
static double special[] = {1, -1, 0, -0.0, 4e-320, -4e-320, 1e308 * 10, -1e308 * 10};
int main(void) {
    for (int i = 0; i < sizeof one / sizeof *one; i++) both(one[i], 0.7);
    both("acosh", 1.7);
    for (int i = 0; i < sizeof two / sizeof *two; i++) {
        char with_f[20];
        sprintf(with_f, "%sf", two[i]);
        printf("%s %.6g", two[i], FN(two[i], double, double, double)(5.5, -1.5));
        printf(" %.6g\n", strcmp(two[i], "hypot") ? FN(with_f, float, float, float)(5.5f, -1.5f) : 0.0);
    }
    int n;
    double whole;
    float whole_f;
    printf("%g %g %g %g\n", FN("fma", double, double, double, double)(2, 3, 4), FN("ldexp", double, double, int)(3, 4),
           FN("scalbn", double, double, int)(3, -1), FN("_hypot", double, double, double)(3, 4));
    printf("%g", FN("frexp", double, double, int *)(48, &n));
    printf(" %d %g", n, FN("modf", double, double, double *)(-2.25, &whole));
    printf(" %g %g", whole, FN("modff", float, float, float *)(7.5f, &whole_f));
    printf(" %g %g\n", whole_f, FN("_copysign", double, double, double)(3, -0.0));
    printf("%ld %lld %ld %g %g\n", FN("lround", long, double)(2.5), FN("llround", long long, double)(-2.5), FN("lrint", long, double)(2.5),
           FN("_logb", double, double)(1000), FN("_nextafter", double, double, double)(0, 1));
    for (int i = 0; i < 9; i++) {
        double x = i < 8 ? special[i] : special[6] - special[6];
        printf("finite %d nan %d class %x %d %d sign %d\n", FN("_finite", int, double)(x) != 0, FN("_isnan", int, double)(x) != 0, FN("_fpclass", int, double)(x) & ~3,
               FN("_dclass", short, double)(x), FN("_fdclass", short, float)((float)x), FN("_dsign", int, double)(x) != 0);
    }
    FN("_clearfp", unsigned, void)();
    volatile double zero = 0, big = 1e308, small = 1e-300;
    volatile double result = 1 / zero;
    printf("%x", FN("_statusfp", unsigned, void)());
    result = big * big;
    printf(" %x", FN("_statusfp", unsigned, void)());
    result = small * small;
    printf(" %x", FN("_statusfp", unsigned, void)());
    result = zero / zero;
    printf(" %x", FN("_statusfp", unsigned, void)());
    FN("_clearfp", unsigned, void)();
    unsigned word;
    printf(" %x %x", FN("_statusfp", unsigned, void)(), FN("_controlfp", unsigned, unsigned, unsigned)(0, 0) & 0x1f);
    printf(" %d", FN("_controlfp_s", int, unsigned *, unsigned, unsigned)(&word, 0, 0));
    printf(" %x\n", word & 0x1f);
    FN("_fpreset", void, void)();
    FN("__setusermatherr", void, void *)(0);
    return 0;
}
END
x86_64-w64-mingw32-gcc -O1 -w -fno-builtin -o $t/main.exe $t/main.c
run_both $t/main.exe 'acos 0.795399 0.795399
asin 0.775397 0.775397
atan 0.610726 0.610726
ceil 1 1
cos 0.764842 0.764842
cosh 1.25517 1.25517
exp 2.01375 2.01375
fabs 0.7 0
floor 0 0
log -0.356675 -0.356675
log10 -0.154902 -0.154902
sin 0.644218 0.644218
sinh 0.758584 0.758584
sqrt 0.83666 0.83666
tan 0.842288 0.842288
tanh 0.604368 0.604368
cbrt 0.887904 0.887904
exp2 1.6245 1.6245
expm1 1.01375 1.01375
log1p 0.530628 0.530628
log2 -0.514573 -0.514573
round 1 1
trunc 0 0
rint 1 1
nearbyint 1 1
asinh 0.652667 0.652667
atanh 0.867301 0.867301
erf 0.677801 0.677801
erfc 0.322199 0.322199
tgamma 1.29806 1.29806
lgamma 0.260867 0.260867
logb -1 -1
acosh 1.12323 1.12323
atan2 1.83705 1.83705
fmod 1 1
pow 0.0775275 0.0775275
fdim 7 7
fmax 5.5 5.5
fmin -1.5 -1.5
hypot 5.70088 0
copysign -5.5 -5.5
nextafter 5.5 5.5
remainder -0.5 -0.5
10 48 1.5 5
0.75 6 -0.25 -2 0.5 7 -3
3 -3 2 9 4.94066e-324
finite 1 nan 0 class 100 -1 -1 sign 0
finite 1 nan 0 class 8 -1 -1 sign 1
finite 1 nan 0 class 40 0 0 sign 0
finite 1 nan 0 class 20 0 0 sign 1
finite 1 nan 0 class 80 -2 0 sign 0
finite 1 nan 0 class 10 -2 0 sign 1
finite 0 nan 0 class 200 1 1 sign 0
finite 0 nan 0 class 4 1 1 sign 1
finite 0 nan 1 class 0 2 2 sign 1
8 d f 1f 0 1f 0 1f'
