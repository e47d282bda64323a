// Vectors of sixteen floats, whatever the processor: where its registers are narrower the compiler takes several.
// Sixteen lanes everywhere make sums over lanes come out the same everywhere.

typedef float vf __attribute__((vector_size(64), aligned(4), may_alias));
typedef int32_t vi __attribute__((vector_size(64), aligned(4), may_alias));
typedef double vd __attribute__((vector_size(64), aligned(8)));
typedef int64_t vl __attribute__((vector_size(64), aligned(8)));
typedef float vh __attribute__((vector_size(32), aligned(4)));

enum { LANES = 16 };

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

INLINE vf load(const float *p) { return *(const vf *)p; }
INLINE void store(float *p, vf v) { *(vf *)p = v; }
INLINE vf all(float x) { return (vf){x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x}; }
/// 0, 1 … 15.
INLINE vi lane_numbers(void) { return (vi){0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}; }
INLINE vf choose(vi mask, vf yes, vf no) { return (vf)((mask & (vi)yes) | (~mask & (vi)no)); }

#if defined(EMULATE_FMA)

/// a·b + c rounded once, for eight lanes. The product of two floats is exact in double precision; the sum is rounded to
/// odd (Boldo and Melquiond 2008), which leaves the one rounding that counts to the conversion back to float.
INLINE vh fused_half(vh a, vh b, vh c) {
    vd product = __builtin_convertvector(a, vd) * __builtin_convertvector(b, vd);
    vd addend = __builtin_convertvector(c, vd), sum = product + addend;
    vd part = sum - product, error = (product - (sum - part)) + (addend - part);
    vl above = error > 0, below = error < 0, positive = sum > 0;
    vl even = ((vl)sum & 1) == 0;
    // One unit in the last place away from zero where the error has the sign of the sum, towards zero where not.
    vl away = (above & positive) | (below & ~positive);
    vl step = (away & 1) | ~away;
    vl rounded = (vl)sum + (step & even & (above | below));
    return __builtin_convertvector((vd)rounded, vh);
}

INLINE vf fma16(vf a, vf b, vf c) {
#define HALF(v, first) \
    __builtin_shufflevector(v, v, first, first + 1, first + 2, first + 3, first + 4, first + 5, first + 6, first + 7)
    vh low = fused_half(HALF(a, 0), HALF(b, 0), HALF(c, 0)), high = fused_half(HALF(a, 8), HALF(b, 8), HALF(c, 8));
#undef HALF
    return __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
}

#else

INLINE vf fma16(vf a, vf b, vf c) { return __builtin_elementwise_fma(a, b, c); }

#endif

/// The sum of the lanes, halving: 16, 8, 4, 2, 1.
INLINE float sum_of_lanes(vf v) {
    float s[LANES];
    store(s, v);
    UNROLL for (int half = LANES / 2; half > 0; half /= 2)
        UNROLL for (int i = 0; i < half; i++) s[i] += s[i + half];
    return s[0];
}

INLINE float largest_lane(vf v) {
    float s[LANES];
    store(s, v);
    UNROLL for (int half = LANES / 2; half > 0; half /= 2)
        UNROLL for (int i = 0; i < half; i++) s[i] = s[i] > s[i + half] ? s[i] : s[i + half];
    return s[0];
}

/// The first n of sixteen numbers, zeros behind them.
INLINE vf load_part(const float *p, ptrdiff_t n) {
    if (n >= LANES) return load(p);
    float part[LANES] = {0};
    for (ptrdiff_t i = 0; i < n; i++) part[i] = p[i];
    return load(part);
}

INLINE void store_part(float *p, vf v, ptrdiff_t n) {
    float part[LANES];
    store(n >= LANES ? p : part, v);
    if (n >= LANES) return;
    for (ptrdiff_t i = 0; i < n; i++) p[i] = part[i];
}
