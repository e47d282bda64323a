// exp, tanh, sigmoid and log without libm, whose results differ between versions of it.
//
// e^x = 2^n · e^r with n = round(x / ln 2) and |r| ≤ ln 2 / 2, where the Taylor series converges fast: fourteen
// terms leave less than a tenth of the rounding error. The functions are free of branches,
// so that loops over them become vector code.

#define EXPONENT_BIAS 1023
#define MANTISSA_BITS 52
#define SMALLEST_NORMAL 0x1p-1022
#define ROUNDING_MAGIC 0x1.8p52
#define LOG2_E 0x1.71547652b82fep0
#define LN2_HIGH 0x1.62e42feep-1  // 33 bits: n·LN2_HIGH is exact for every exponent n
#define LN2_LOW 0x1.a39ef35793c76p-33
#define EXP_OVERFLOW 0x1.62e42fefa39efp9    // the largest x with a finite e^x
#define EXP_UNDERFLOW -0x1.6232bdd7abcd2p9  // the smallest x whose e^x is not denormal
#define TANH_ONE 20.0                       // from here on tanh rounds to 1
#define EXP_LAST (1 / 6227020800.0)
#define EXP_TERMS(r, sum)                                                                                             \
    sum = sum * r + 1 / 479001600.0;                                                                                  \
    sum = sum * r + 1 / 39916800.0;                                                                                   \
    sum = sum * r + 1 / 3628800.0;                                                                                    \
    sum = sum * r + 1 / 362880.0;                                                                                     \
    sum = sum * r + 1 / 40320.0;                                                                                      \
    sum = sum * r + 1 / 5040.0;                                                                                       \
    sum = sum * r + 1 / 720.0;                                                                                        \
    sum = sum * r + 1 / 120.0;                                                                                        \
    sum = sum * r + 1 / 24.0;                                                                                         \
    sum = sum * r + 1 / 6.0;                                                                                          \
    sum = sum * r + 1 / 2.0;
#define LOG_TERMS 11

/// 2^n for n within the exponents of normal numbers.
static inline double power_of_two(int64_t n) {
    union { uint64_t bits; double value; } u = {.bits = (uint64_t)(n + EXPONENT_BIAS) << MANTISSA_BITS};
    return u.value;
}

/// x as n·ln 2 + r. Adding 1.5·2^(mantissa bits) leaves the rounded integer in the low bits of the sum.
static inline int64_t reduce(double x, double *r) {
    const double magic = ROUNDING_MAGIC;
    union { double value; int64_t bits; } zero = {.value = magic}, shifted = {.value = x * LOG2_E + magic};
    double n = shifted.value - magic;
    *r = (x - n * LN2_HIGH) - n * LN2_LOW;
    return shifted.bits - zero.bits;
}

/// e^r − 1 for |r| ≤ ln 2 / 2, accurate in relative terms down to r = 0.
static inline double expm1_reduced(double r) {
    double sum = EXP_LAST;
    EXP_TERMS(r, sum)
    return r + r * r * sum;
}

static inline double exp_inline(double x) {
    double bounded = x > EXP_OVERFLOW ? EXP_OVERFLOW : x;
    bounded = bounded < EXP_UNDERFLOW ? EXP_UNDERFLOW : bounded;
    double r;
    int64_t n = reduce(bounded, &r);
    int64_t half = n >> 1;
    // In two steps, because 2^n itself overflows for the largest n though the result does not.
    double y = (1.0 + expm1_reduced(r)) * power_of_two(half) * power_of_two(n - half);
    y = x > EXP_OVERFLOW ? __builtin_inf() : y;
    return x < EXP_UNDERFLOW ? 0.0 : y;
}

/// With m = e^2|x| − 1, tanh |x| = m / (m + 2): no cancellation near zero, no overflow as |x| is bounded.
static inline double tanh_inline(double x) {
    double magnitude = x < 0 ? -x : x;
    double bounded = magnitude > TANH_ONE ? TANH_ONE : magnitude;
    double r;
    double scale = power_of_two(reduce(2 * bounded, &r));
    double m = scale * expm1_reduced(r) + (scale - 1);
    double y = m / (m + 2);
    return x < 0 ? -y : y;
}

static inline double sigmoid_inline(double x) {
    double y = 1 / (1 + exp_inline(-x));
    return x < EXP_UNDERFLOW ? 0.0 : y;
}

double ck_exp_f64(double x) { return exp_inline(x); }
double ck_tanh_f64(double x) { return x == 0 ? x : tanh_inline(x); }
double ck_sigmoid_f64(double x) { return sigmoid_inline(x); }

/// x = 2^e · m with m in [√½, √2); log m = 2 artanh(s), s = (m − 1) / (m + 1), by its series in s².
double ck_log_f64(double x) {
    if (!(x > 0)) return x == 0 ? -__builtin_inf() : __builtin_nan("");
    if (x == __builtin_inf()) return x;
    int64_t e = 0;
    if (x < SMALLEST_NORMAL) {
        x *= power_of_two(MANTISSA_BITS + 1);
        e = -(MANTISSA_BITS + 1);
    }
    union { double value; uint64_t bits; } u = {.value = x};
    e += (int64_t)(u.bits >> MANTISSA_BITS) - EXPONENT_BIAS;
    u.bits = (u.bits & (((uint64_t)1 << MANTISSA_BITS) - 1)) | ((uint64_t)EXPONENT_BIAS << MANTISSA_BITS);
    double m = u.value;
    if (m > 1.41421356237309504880) {
        m *= 0.5;
        e += 1;
    }
    double f = m - 1, s = f / (m + 1), s2 = s * s, sum = 0;
    for (int k = LOG_TERMS; k >= 1; k--) sum = (sum + 1.0 / (2 * k + 1)) * s2;
    // 2s = f − f·s: adding the small corrections to f keeps its exact bits.
    double correction = s * (2 * sum) + (double)e * LN2_LOW;
    return (double)e * LN2_HIGH + (2 * s + correction);
}
