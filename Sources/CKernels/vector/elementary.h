// exp, tanh and sigmoid for sixteen numbers at once.
//
// e^x = 2^n · e^r with n = round(x / ln 2) and |r| ≤ ln 2 / 2, where e^r − 1 is a polynomial of degree seven (its
// Taylor series; the first term left out is below a tenth of a unit in the last place).

INLINE vi reduce(vf x, vf *r) {
    vf magic = all(0x1.8p23f);
    vf shifted = fma16(x, all(0x1.715476p0f), magic);
    vf n = shifted - magic;
    *r = fma16(n, all(-0x1.0bfbe8p-15f), fma16(n, all(-0x1.62ep-1f), x));
    return (vi)shifted << 23;
}

/// e^r − 1, accurate in relative terms down to r = 0.
INLINE vf expm1_reduced(vf r) {
    vf sum = all(1 / 5040.0f);
    sum = fma16(sum, r, all(1 / 720.0f));
    sum = fma16(sum, r, all(1 / 120.0f));
    sum = fma16(sum, r, all(1 / 24.0f));
    sum = fma16(sum, r, all(1 / 6.0f));
    sum = fma16(sum, r, all(0.5f));
    return fma16(r * r, sum, r);
}

INLINE vf bounded(vf x, float low, float high) {
    x = choose(x > all(high), all(high), x);
    return choose(x < all(low), all(low), x);
}

/// The largest x whose e^x is still a power of two, within the exponents of numbers, times e^r.
#define EXP_MOST 0x1.617ae2p6f
/// The smallest x whose e^x is not denormal.
#define EXP_LEAST -0x1.5d589ep6f

/// e^x; 0 where that is denormal, e^EXP_MOST from there on.
INLINE vf exp16(vf x) {
    vf r;
    vf scale = (vf)((vi)all(1) + reduce(bounded(x, EXP_LEAST, EXP_MOST), &r));
    return choose(x < all(EXP_LEAST), all(0), fma16(scale, expm1_reduced(r), scale));
}

/// 1 / (1 + e^−x); 0 where that is denormal.
INLINE vf sigmoid16(vf x) {
    vf y = all(1) / (all(1) + exp16(-x));
    return choose(x < all(EXP_LEAST), all(0), y);
}

/// With m = e^2|x| − 1, tanh |x| = m / (m + 2): no cancellation near zero, no overflow as |x| is bounded.
INLINE vf tanh16(vf x) {
    vi sign = (vi)x & INT32_MIN;
    vf magnitude = (vf)((vi)x ^ sign), r;
    vf twice = bounded(magnitude, 0, 9.5f) * 2;
    vi exponent = reduce(twice, &r);
    vf scale = (vf)((vi)all(1) + exponent);
    vf m = fma16(scale, expm1_reduced(r), scale - 1);
    return (vf)((vi)(m / (m + 2)) | sign);
}

#define FOR_ALL(name, function)                                                                                      \
    static void name(ptrdiff_t n, const float *x, float *y) {                                                        \
        for (ptrdiff_t i = 0; i < n; i += LANES) {                                                                   \
            ptrdiff_t part = n - i < LANES ? n - i : LANES;                                                          \
            store_part(y + i, function(load_part(x + i, part)), part);                                               \
        }                                                                                                            \
    }

FOR_ALL(exp_all, exp16)
FOR_ALL(tanh_all, tanh16)
FOR_ALL(sigmoid_all, sigmoid16)
