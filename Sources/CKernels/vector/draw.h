// Drawing: what the sampling engine does with each of V scores, in double precision.
//
// A candidate is a key of 64 bits whose ascending order is that of the chain: the logit's bits, turned so that they
// descend, above the token's id.

typedef double vhd __attribute__((vector_size(32), aligned(8)));
typedef int32_t vhi __attribute__((vector_size(32), aligned(4)));
typedef uint64_t vul __attribute__((vector_size(64), aligned(8), may_alias));

enum { HALF_LANES = LANES / 2 };

#define ALL_DOUBLES(x) ((vd){x, x, x, x, x, x, x, x})

/// The operations of Numerics.exponential in their order, none fused, for eight x ≤ 0; so the same bits.
INLINE vd exp8(vd x) {
    vd shifted = x * 1.4426950408889634 + 0x1.8p52, k = shifted - 0x1.8p52;
    vd high = x - k * 0x1.62e42feep-1, low = k * 1.908214929270587700e-10, r = high - low;
    vd q = r * (1.0 / 6227020800.0) + 1.0 / 479001600;
    q = r * q + 1.0 / 39916800;
    q = r * q + 1.0 / 3628800;
    q = r * q + 1.0 / 362880;
    q = r * q + 1.0 / 40320;
    q = r * q + 1.0 / 5040;
    q = r * q + 1.0 / 720;
    q = r * q + 1.0 / 120;
    q = r * q + 1.0 / 24;
    q = r * q + 1.0 / 6;
    q = r * q + 1.0 / 2;
    vd lost = (high - r) - low, result = 1 + (r + (q * r * r + lost));
    // In two steps, so that 2^k need not be a normal number; only the last one rounds.
    vd scaled = result * (vd)(((vl)shifted + (1023 + 64)) << 52) * 0x1p-64;
    return (vd)((vl)(x >= -745.1332191019412) & (vl)scaled);
}

/// e^((logit − largest) / temperature) of eight keys.
INLINE vd weights8(const uint64_t *keys, vd largest, vd temperature) {
    // A negative number's bits descend as they are; a positive one's were turned.
    vhi descending = __builtin_convertvector(*(const vul *)keys >> 32, vhi), negative = descending >> 31;
    vh logits = (vh)((negative & descending) | (~negative & (~descending ^ INT32_MIN)));
    return exp8((__builtin_convertvector(logits, vd) - largest) / temperature);
}

/// The same of the first n, and of the last of them again.
INLINE vd weights_part(ptrdiff_t n, const uint64_t *keys, vd largest, vd temperature) {
    uint64_t part[HALF_LANES];
    for (ptrdiff_t i = 0; i < HALF_LANES; i++) part[i] = keys[i < n ? i : n - 1];
    return weights8(part, largest, temperature);
}

static void weigh(ptrdiff_t n, const uint64_t *keys, double largest, double temperature, double *weights) {
    vd most = ALL_DOUBLES(largest), divisor = ALL_DOUBLES(temperature);
    ptrdiff_t i = 0;
    for (; i + HALF_LANES <= n; i += HALF_LANES) *(vd *)(weights + i) = weights8(keys + i, most, divisor);
    if (i < n) {
        vd last = weights_part(n - i, keys + i, most, divisor);
        for (ptrdiff_t lane = 0; i + lane < n; lane++) weights[i + lane] = last[lane];
    }
}

static double weight_sum(ptrdiff_t n, const uint64_t *keys, double largest, double temperature) {
    vd most = ALL_DOUBLES(largest), divisor = ALL_DOUBLES(temperature);
    vhd lanes = {0};
    ptrdiff_t i = 0;
    for (; i + HALF_LANES <= n; i += HALF_LANES) {
        vd eight = weights8(keys + i, most, divisor);
        lanes += __builtin_shufflevector(eight, eight, 0, 1, 2, 3);
        lanes += __builtin_shufflevector(eight, eight, 4, 5, 6, 7);
    }
    vd last = i < n ? weights_part(n - i, keys + i, most, divisor) : ALL_DOUBLES(0.0);
    ptrdiff_t lane = 0;
    if (i + 4 <= n) {
        lanes += __builtin_shufflevector(last, last, 0, 1, 2, 3);
        lane = 4;
    }
    double sum = lanes[0] + lanes[1] + lanes[2] + lanes[3];
    for (; i + lane < n; lane++) sum += last[lane];
    return sum;
}

static ck_keys key_scores(ptrdiff_t n, const float *logits, uint64_t *keys) {
    uint64_t first = UINT64_MAX;
    uint32_t widest = 0;
    for (ptrdiff_t token = 0; token < n; token++) {
        float logit = logits[token] + 0.0f;  // −0 counts as 0
        uint32_t bits;
        __builtin_memcpy(&bits, &logit, sizeof bits);
        uint32_t magnitude = bits & INT32_MAX;
        uint64_t key = (uint64_t)(bits >> 31 ? bits : bits ^ INT32_MAX) << 32 | (uint64_t)token;
        keys[token] = key;
        first = key < first ? key : first;
        widest = magnitude > widest ? magnitude : widest;
    }
    return (ck_keys){.first = first, .finite = widest < 0x7F800000};
}

static ptrdiff_t split_keys(ptrdiff_t n, uint64_t *keys, uint64_t last, ptrdiff_t most, uint64_t *front) {
    // Every key is written, and the place moves on where it belongs there: nothing to be foretold.
    ptrdiff_t kept = 0;
    for (ptrdiff_t i = 0; i < n; i++) {
        front[kept] = keys[i];
        kept += keys[i] <= last;
    }
    if (kept > most) return -1;
    ptrdiff_t rest = n;
    for (ptrdiff_t i = n - 1; i >= 0 && rest > 0; i--) {
        uint64_t key = keys[i];
        keys[rest - 1] = key;
        rest -= key > last;
    }
    for (ptrdiff_t i = 0; i < kept; i++) keys[i] = front[i];
    return kept;
}
