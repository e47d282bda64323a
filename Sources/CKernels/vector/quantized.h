// Products of one row with weights of fewer bits, for generating: at batch 1 the time goes into reading weights.

/// c += a · B for panels of B in bfloat16: word (p / 2)·b_step + j holds row p of column j in its low half and row p + 1
/// in its high half; k is even. Two panels at a time, so that there are enough sums to keep the processor busy.
static void row_products_bf16(ptrdiff_t panels, ptrdiff_t groups, ptrdiff_t k, const float *a, const uint32_t *b,
                              ptrdiff_t b_step, ptrdiff_t b_panel, float *c, ptrdiff_t c_panel) {
    for (ptrdiff_t panel = 0; panel < panels; panel += 2)
        for (ptrdiff_t first = 0; first < groups; first += 4) {
            const uint32_t *from = b + panel * b_panel + first * LANES;
            float *to = c + panel * c_panel + first * LANES;
            ptrdiff_t width = groups - first < 4 ? groups - first : 4;
            if (width == 4 && panel + 1 < panels) {
                vf sum[8];
                UNROLL for (int j = 0; j < 8; j++) sum[j] = load(to + j / 4 * c_panel + j % 4 * LANES);
                for (ptrdiff_t p = 0; p < k; p += 2, from += b_step) {
                    vf even = all(a[p]), odd = all(a[p + 1]);
                    UNROLL for (int j = 0; j < 8; j++) {
                        vi words = *(const vi *)(from + j / 4 * b_panel + j % 4 * LANES);
                        sum[j] = fma16(even, (vf)(words << 16), sum[j]);
                        sum[j] = fma16(odd, (vf)(words & (int32_t)0xFFFF0000), sum[j]);
                    }
                }
                UNROLL for (int j = 0; j < 8; j++) store(to + j / 4 * c_panel + j % 4 * LANES, sum[j]);
                continue;
            }
            for (ptrdiff_t q = panel; q < panels && q < panel + 2; q++, to += c_panel, from += b_panel) {
                if (width == 4) {
                    vf sum[4];
                    const uint32_t *rows = from;
                    UNROLL for (int j = 0; j < 4; j++) sum[j] = load(to + j * LANES);
                    for (ptrdiff_t p = 0; p < k; p += 2, rows += b_step) {
                        vf even = all(a[p]), odd = all(a[p + 1]);
                        UNROLL for (int j = 0; j < 4; j++) {
                            vi words = *(const vi *)(rows + j * LANES);
                            sum[j] = fma16(even, (vf)(words << 16), sum[j]);
                            sum[j] = fma16(odd, (vf)(words & (int32_t)0xFFFF0000), sum[j]);
                        }
                    }
                    UNROLL for (int j = 0; j < 4; j++) store(to + j * LANES, sum[j]);
                    continue;
                }
                for (ptrdiff_t j = 0; j < width; j++) {
                    vf sum = load(to + j * LANES);
                    const uint32_t *column = from + j * LANES;
                    for (ptrdiff_t p = 0; p < k; p += 2, column += b_step) {
                        vi words = *(const vi *)column;
                        sum = fma16(all(a[p]), (vf)(words << 16), sum);
                        sum = fma16(all(a[p + 1]), (vf)(words & (int32_t)0xFFFF0000), sum);
                    }
                    store(to + j * LANES, sum);
                }
            }
        }
}

/// x in −1 … 1 as 127·x + 128 in one byte, rounded half up.
static void quantize(ptrdiff_t n, const float *x, uint8_t *bytes) {
    for (ptrdiff_t i = 0; i < n; i++) bytes[i] = (uint8_t)(int32_t)(x[i] * 127.0f + 128.5f);
}

/// c += (a − 128) · B × scale for one panel with bytes a and B: byte 4·((p / 4)·b_step + j) + p mod 4 is row p of column
/// j. `offset` is 128 times the sum of each column; k is a multiple of 4. Sums of integers are exact, so their order does
/// not matter.
static void row_product_int8(ptrdiff_t groups, ptrdiff_t k, const uint8_t *a, const int8_t *b, ptrdiff_t b_step,
                             const float *scale, const int32_t *offset, float *c) {
    for (ptrdiff_t first = 0; first < groups; first += 4) {
        ptrdiff_t width = groups - first < 4 ? groups - first : 4;
        vi sum[4] = {{0}, {0}, {0}, {0}};
        add_bytes(width, k, a, b + first * LANES * 4, b_step * 4, sum);
        for (ptrdiff_t j = 0; j < width; j++) {
            ptrdiff_t at = (first + j) * LANES;
            vf value = __builtin_convertvector(sum[j] - *(const vi *)(offset + at), vf);
            store(c + at, fma16(value, load(scale + at), load(c + at)));
        }
    }
}
