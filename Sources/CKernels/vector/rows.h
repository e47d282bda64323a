// Rows of numbers: tables looked up by id, sums, the softmax, and the optimiser.

/// Each row of c becomes `bias` plus the entries of a table that the row's ids name; field f of a row names entry
/// first[f] + id, a negative id none.
static void gather(ptrdiff_t rows, ptrdiff_t groups, ptrdiff_t fields, const int32_t *ids, const int32_t *first,
                   const float *table, ptrdiff_t entry, const float *bias, float *c, ptrdiff_t c_row) {
    for (ptrdiff_t row = 0; row < rows; row++, ids += fields, c += c_row)
        for (ptrdiff_t j = 0; j < groups * LANES; j += LANES) {
            vf sum = load(bias + j);
            for (ptrdiff_t f = 0; f < fields; f++)
                if (ids[f] >= 0) sum += load(table + (first[f] + ids[f]) * entry + j);
            store(c + j, sum);
        }
}

/// The reverse: adds each row of c to the entries that its ids name.
static void scatter(ptrdiff_t rows, ptrdiff_t groups, ptrdiff_t fields, const int32_t *ids, const int32_t *first,
                    float *table, ptrdiff_t entry, const float *c, ptrdiff_t c_row) {
    for (ptrdiff_t row = 0; row < rows; row++, ids += fields, c += c_row)
        for (ptrdiff_t f = 0; f < fields; f++)
            if (ids[f] >= 0) {
                float *to = table + (first[f] + ids[f]) * entry;
                for (ptrdiff_t j = 0; j < groups * LANES; j += LANES) store(to + j, load(to + j) + load(c + j));
            }
}

/// Each row of c becomes b.
static void fill(ptrdiff_t rows, ptrdiff_t groups, const float *b, float *c, ptrdiff_t c_row) {
    for (ptrdiff_t row = 0; row < rows; row++, c += c_row)
        for (ptrdiff_t j = 0; j < groups * LANES; j += LANES) store(c + j, load(b + j));
}

/// Lays up to sixteen rows of x side by side: y[p·y_step + i] = x[i·x_row + p] for p < n, zero for rows that are not
/// there.
static void interleave(ptrdiff_t rows, ptrdiff_t n, const float *x, ptrdiff_t x_row, float *y, ptrdiff_t y_step) {
    for (ptrdiff_t first = 0; first < n; first += LANES) {
        ptrdiff_t count = n - first < LANES ? n - first : LANES;
        for (ptrdiff_t i = 0; i < LANES; i++)
            for (ptrdiff_t p = first; p < first + count; p++) y[p * y_step + i] = i < rows ? x[i * x_row + p] : 0;
    }
}

/// The reverse: x[i·x_row + p] = y[p·y_step + i].
static void separate(ptrdiff_t rows, ptrdiff_t n, const float *y, ptrdiff_t y_step, float *x, ptrdiff_t x_row) {
    for (ptrdiff_t first = 0; first < n; first += LANES) {
        ptrdiff_t count = n - first < LANES ? n - first : LANES;
        for (ptrdiff_t i = 0; i < rows; i++)
            for (ptrdiff_t p = first; p < first + count; p++) x[i * x_row + p] = y[p * y_step + i];
    }
}

/// b += the sum of the rows of c.
static void column_sums(ptrdiff_t rows, ptrdiff_t groups, const float *c, ptrdiff_t c_row, float *b) {
    for (ptrdiff_t j = 0; j < groups * LANES; j += LANES) {
        vf sum = load(b + j);
        for (ptrdiff_t row = 0; row < rows; row++) sum += load(c + row * c_row + j);
        store(b + j, sum);
    }
}

/// The logits of one row, n of them and then padding, become the gradient of (−log softmax(logits)[target] × scale). With
/// a negative target it is zero and the result that of certainty.
static ck_softmax cross_entropy(ptrdiff_t n, float *logits, int32_t target, float scale) {
    ptrdiff_t whole = n / LANES * LANES, part = n - whole, end = whole + (part ? LANES : 0);
    if (target < 0) {
        for (ptrdiff_t j = 0; j < end; j += LANES) store(logits + j, all(0));
        return (ck_softmax){.chosen = 0, .sum = 1};
    }
    vi kept = lane_numbers() < (int32_t)part;
    if (part) store(logits + whole, choose(kept, load(logits + whole), all(-__builtin_inff())));
    vf most = load(logits);
    for (ptrdiff_t j = LANES; j < end; j += LANES) {
        vf v = load(logits + j);
        most = choose(v > most, v, most);
    }
    // Subtracting the largest logit changes no probability and keeps exp from overflowing.
    float largest = largest_lane(most), chosen = logits[target] - largest;
    vf sums = all(0);
    for (ptrdiff_t j = 0; j < end; j += LANES) {
        vf e = exp16(load(logits + j) - all(largest));
        store(logits + j, e);
        sums += e;
    }
    float sum = sum_of_lanes(sums);
    // d loss / d logit_j = softmax_j − [j = target]
    vf factor = all(scale / sum);
    for (ptrdiff_t j = 0; j < end; j += LANES) store(logits + j, load(logits + j) * factor);
    logits[target] -= scale;
    return (ck_softmax){.chosen = chosen, .sum = sum};
}

/// Zeroes each of n numbers whose hash is below the threshold and multiplies the others. The hash is the finalizer of
/// MurmurHash3, of the key and the number's place.
static void drop(ptrdiff_t n, uint32_t key, uint32_t threshold, float kept, const float *x, float *y) {
    typedef uint32_t vu __attribute__((vector_size(64), aligned(4), may_alias));
    for (ptrdiff_t i = 0; i < n; i += LANES) {
        vu h = (vu)lane_numbers() + (uint32_t)i;
        h = h * 0x9E3779B9u + key;
        h ^= h >> 16;
        h *= 0x85EBCA6Bu;
        h ^= h >> 13;
        h *= 0xC2B2AE35u;
        h ^= h >> 16;
        ptrdiff_t part = n - i < LANES ? n - i : LANES;
        store_part(y + i, choose((vi)(h < threshold), all(0), load_part(x + i, part) * kept), part);
    }
}

/// The sum of the squares of n numbers.
static double squares(ptrdiff_t n, const float *x) {
    vd low = {0}, high = {0};
    for (ptrdiff_t i = 0; i < n; i += LANES) {
        vf v = load_part(x + i, n - i < LANES ? n - i : LANES);
        vd a = __builtin_convertvector(__builtin_shufflevector(v, v, 0, 1, 2, 3, 4, 5, 6, 7), vd);
        vd b = __builtin_convertvector(__builtin_shufflevector(v, v, 8, 9, 10, 11, 12, 13, 14, 15), vd);
        low += a * a;
        high += b * b;
    }
    low += high;
    return ((low[0] + low[4]) + (low[2] + low[6])) + ((low[1] + low[5]) + (low[3] + low[7]));
}

/// One update of n parameters by Adam.
static void adam(ptrdiff_t n, const ck_adam *c, float *parameters, const float *gradients, float *first,
                 float *second) {
    for (ptrdiff_t i = 0; i < n; i += LANES) {
        ptrdiff_t part = n - i < LANES ? n - i : LANES;
        vf g = load_part(gradients + i, part) * c->gradient_scale;
        vf m = load_part(first + i, part), v = load_part(second + i, part);
        m = fma16(g - m, all(c->one_minus_beta1), m);
        v = fma16(g * g, all(c->one_minus_beta2), v * c->beta2);
        vf step = m / fma16(__builtin_elementwise_sqrt(v), all(c->root_scale), all(c->epsilon));
        store_part(first + i, m, part);
        store_part(second + i, v, part);
        store_part(parameters + i, fma16(all(-c->rate), step, load_part(parameters + i, part)), part);
    }
}
