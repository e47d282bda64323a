// exp, tanh, sigmoid and log without libm, whose results differ between versions of it.
//
// e^x = 2^n · e^r with n = round(x / ln 2) and |r| ≤ ln 2 / 2, where the Taylor series converges fast: eight terms
// for float, fourteen for double leave less than a tenth of the rounding error. The functions are free of branches,
// so that loops over them become vector code.

/// 2^n for n within the exponents of normal numbers.
static inline REAL power_of_two(INT n) {
    union { UINT bits; REAL value; } u = {.bits = (UINT)(n + EXPONENT_BIAS) << MANTISSA_BITS};
    return u.value;
}

/// x as n·ln 2 + r. Adding 1.5·2^(mantissa bits) leaves the rounded integer in the low bits of the sum.
static inline INT reduce(REAL x, REAL *r) {
    const REAL magic = ROUNDING_MAGIC;
    union { REAL value; INT bits; } zero = {.value = magic}, shifted = {.value = x * LOG2_E + magic};
    REAL n = shifted.value - magic;
    *r = (x - n * LN2_HIGH) - n * LN2_LOW;
    return shifted.bits - zero.bits;
}

/// e^r − 1 for |r| ≤ ln 2 / 2, accurate in relative terms down to r = 0.
static inline REAL expm1_reduced(REAL r) {
    REAL sum = EXP_LAST;
    EXP_TERMS(r, sum)
    return r + r * r * sum;
}

static inline REAL exp_inline(REAL x) {
    REAL bounded = x > EXP_OVERFLOW ? EXP_OVERFLOW : x;
    bounded = bounded < EXP_UNDERFLOW ? EXP_UNDERFLOW : bounded;
    REAL r;
    INT n = reduce(bounded, &r);
    INT half = n >> 1;
    // In two steps, because 2^n itself overflows for the largest n though the result does not.
    REAL y = ((REAL)1 + expm1_reduced(r)) * power_of_two(half) * power_of_two(n - half);
    y = x > EXP_OVERFLOW ? INFINITE : y;
    return x < EXP_UNDERFLOW ? (REAL)0 : y;
}

/// With m = e^2|x| − 1, tanh |x| = m / (m + 2): no cancellation near zero, no overflow as |x| is bounded.
static inline REAL tanh_inline(REAL x) {
    REAL magnitude = x < 0 ? -x : x;
    REAL bounded = magnitude > TANH_ONE ? TANH_ONE : magnitude;
    REAL r;
    REAL scale = power_of_two(reduce(2 * bounded, &r));
    REAL m = scale * expm1_reduced(r) + (scale - 1);
    REAL y = m / (m + 2);
    return x < 0 ? -y : y;
}

static inline REAL sigmoid_inline(REAL x) {
    REAL y = 1 / (1 + exp_inline(-x));
    return x < EXP_UNDERFLOW ? (REAL)0 : y;
}

REAL NAME(exp)(REAL x) { return exp_inline(x); }
REAL NAME(tanh)(REAL x) { return x == 0 ? x : tanh_inline(x); }
REAL NAME(sigmoid)(REAL x) { return sigmoid_inline(x); }

/// x = 2^e · m with m in [√½, √2); log m = 2 artanh(s), s = (m − 1) / (m + 1), by its series in s².
REAL NAME(log)(REAL x) {
    if (!(x > 0)) return x == 0 ? -INFINITE : NOT_A_NUMBER;
    if (x == INFINITE) return x;
    INT e = 0;
    if (x < SMALLEST_NORMAL) {
        x *= power_of_two(MANTISSA_BITS + 1);
        e = -(MANTISSA_BITS + 1);
    }
    union { REAL value; UINT bits; } u = {.value = x};
    e += (INT)(u.bits >> MANTISSA_BITS) - EXPONENT_BIAS;
    u.bits = (u.bits & (((UINT)1 << MANTISSA_BITS) - 1)) | ((UINT)EXPONENT_BIAS << MANTISSA_BITS);
    REAL m = u.value;
    if (m > (REAL)1.41421356237309504880) {
        m *= (REAL)0.5;
        e += 1;
    }
    REAL f = m - 1, s = f / (m + 1), s2 = s * s, sum = 0;
    for (int k = LOG_TERMS; k >= 1; k--) sum = (sum + (REAL)1 / (2 * k + 1)) * s2;
    // 2s = f − f·s: adding the small corrections to f keeps its exact bits.
    REAL correction = s * (2 * sum) + (REAL)e * LN2_LOW;
    return (REAL)e * LN2_HIGH + (2 * s + correction);
}
