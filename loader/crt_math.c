// crt_math.c - <math.h>: the host's functions behind Windows' calling convention, and the floating-point control words.
#include "crt.h"

#include <fenv.h>
#include <float.h>
#include <math.h>

#define MATH1(name)                                                                                                    \
    static double WINCDECL crt_##name(double x) { return name(x); }                                                    \
    static float WINCDECL crt_##name##f(float x) { return name##f(x); }
#define MATH2(name)                                                                                                    \
    static double WINCDECL crt_##name(double x, double y) { return name(x, y); }                                       \
    static float WINCDECL crt_##name##f(float x, float y) { return name##f(x, y); }

// clang-format off
MATH1(acos) MATH1(asin) MATH1(atan) MATH1(ceil) MATH1(cos) MATH1(cosh) MATH1(exp) MATH1(fabs) MATH1(floor)
MATH1(log) MATH1(log10)
MATH1(sin) MATH1(sinh) MATH1(sqrt) MATH1(tan) MATH1(tanh) MATH1(cbrt) MATH1(exp2) MATH1(expm1) MATH1(log1p) MATH1(log2)
MATH1(round) MATH1(trunc) MATH1(rint) MATH1(nearbyint) MATH1(acosh) MATH1(asinh) MATH1(atanh) MATH1(erf) MATH1(erfc)
MATH1(tgamma) MATH1(lgamma) MATH1(logb)
MATH2(atan2) MATH2(fmod) MATH2(pow) MATH2(fdim) MATH2(fmax) MATH2(fmin) MATH2(hypot) MATH2(copysign) MATH2(nextafter)
MATH2(remainder)

static double WINCDECL crt_fma(double x, double y, double z) { return fma(x, y, z); }
// clang-format on
static double WINCDECL crt_ldexp(double x, i32 n) { return ldexp(x, n); }
static double WINCDECL crt_scalbn(double x, i32 n) { return scalbn(x, n); }
static float WINCDECL crt_ldexpf(float x, i32 n) { return ldexpf(x, n); }
static double WINCDECL crt_frexp(double x, i32 *n) { return frexp(x, n); }
static double WINCDECL crt_modf(double x, double *whole) { return modf(x, whole); }
static float WINCDECL crt_modff(float x, float *whole) { return modff(x, whole); }
static i32 WINCDECL crt_lround(double x) { return (i32)lround(x); }
static i64 WINCDECL crt_llround(double x) { return llround(x); }
static i32 WINCDECL crt_lrint(double x) { return (i32)lrint(x); }
static i32 WINCDECL crt__finite(double x) { return isfinite(x) != 0; }
static i32 WINCDECL crt__isnan(double x) { return isnan(x) != 0; }

static i32 WINCDECL crt__fpclass(double x) {
    enum { QNAN = 2, NINF = 4, NN = 8, ND = 16, NZ = 32, PZ = 64, PD = 128, PN = 256, PINF = 512 };
    bool negative = signbit(x);
    switch (fpclassify(x)) {
    case FP_NAN: return QNAN;
    case FP_INFINITE: return negative ? NINF : PINF;
    case FP_ZERO: return negative ? NZ : PZ;
    case FP_SUBNORMAL: return negative ? ND : PD;
    default: return negative ? NN : PN;
    }
}

// Answers of _dclass: what isnan() and its relatives are made from.
static i16 WINCDECL crt__dclass(double x) {
    switch (fpclassify(x)) {
    case FP_NAN: return 2;
    case FP_INFINITE: return 1;
    case FP_ZERO: return 0;
    case FP_SUBNORMAL: return -2;
    default: return -1;
    }
}

static i16 WINCDECL crt__fdclass(float x) { return crt__dclass((double)x); }
static i32 WINCDECL crt__dsign(double x) { return signbit(x) ? 0x8000 : 0; }

// Exceptions stay masked and rounding stays to nearest; the answer is the control word of a fresh process.
static u32 WINCDECL crt__controlfp(u32 value, u32 mask) {
    (void)value, (void)mask;
    return 0x8001f; // all masked, 64-bit doubles
}

static i32 WINCDECL crt__controlfp_s(u32 *current, u32 value, u32 mask) {
    if (current) *current = crt__controlfp(value, mask);
    return 0;
}

static u32 WINCDECL crt__clearfp(void) {
    feclearexcept(FE_ALL_EXCEPT);
    return 0;
}

static u32 WINCDECL crt__statusfp(void) {
    int raised = fetestexcept(FE_ALL_EXCEPT);
    return (raised & FE_INEXACT ? 1u : 0) | (raised & FE_UNDERFLOW ? 2u : 0) | (raised & FE_OVERFLOW ? 4u : 0) |
           (raised & FE_DIVBYZERO ? 8u : 0) | (raised & FE_INVALID ? 16u : 0);
}

static void WINCDECL crt__fpreset(void) { fesetenv(FE_DFL_ENV); }

static void WINCDECL crt___setusermatherr(void *function) { (void)function; } // functions report by errno and result

#define BOTH(name) CRT(name), CRT(name##f)

// clang-format off
const BuiltinFunction crt_math_functions[] = {
    BOTH(acos), BOTH(asin), BOTH(atan), BOTH(ceil), BOTH(cos), BOTH(cosh), BOTH(exp), BOTH(fabs), BOTH(floor),
    BOTH(log), BOTH(log10), BOTH(sin), BOTH(sinh), BOTH(sqrt), BOTH(tan), BOTH(tanh), BOTH(cbrt), BOTH(exp2),
    BOTH(expm1), BOTH(log1p), BOTH(log2), BOTH(round), BOTH(trunc), BOTH(rint), BOTH(nearbyint), BOTH(acosh),
    BOTH(asinh), BOTH(atanh), BOTH(erf), BOTH(erfc), BOTH(tgamma), BOTH(lgamma), BOTH(logb), BOTH(atan2), BOTH(fmod),
    BOTH(pow), BOTH(fdim), BOTH(fmax), BOTH(fmin), BOTH(hypot), BOTH(copysign), BOTH(nextafter), BOTH(remainder),
    CRT_AS("_hypot", crt_hypot), CRT_AS("_copysign", crt_copysign), CRT_AS("_hypotf", crt_hypotf),
    CRT_AS("_logb", crt_logb), CRT_AS("_nextafter", crt_nextafter), CRT(fma), CRT(ldexp), CRT(ldexpf), CRT(scalbn),
    CRT(frexp), CRT(modf), CRT(modff), CRT(lround), CRT(llround), CRT(lrint), CRT(_finite), CRT(_isnan), CRT(_fpclass),
    CRT(_dclass), CRT(_fdclass), CRT(_dsign), CRT(_controlfp), CRT_AS("_control87", crt__controlfp), CRT(_controlfp_s),
    CRT(_clearfp), CRT(_statusfp), CRT(_fpreset), CRT(__setusermatherr), {0},
};
// clang-format on
