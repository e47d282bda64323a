// The kernels of one instruction set. The including file gives the target, TILE_GROUPS, KERNELS (the name of the
// table), KERNELS_NAME, and BYTES_VNNI and PRODUCTS_BF16 or
// not.

// Functions on vectors are all inlined, so the way they would be passed between functions does not matter.
#pragma clang diagnostic ignored "-Wpsabi"

#include "vectors.h"

#define PRODUCT_SIZES                                                                                                \
    ptrdiff_t k, ptrdiff_t blocks, ptrdiff_t a_row, ptrdiff_t a_step, ptrdiff_t a_block, ptrdiff_t b_step,           \
        ptrdiff_t c_row, ptrdiff_t start_row

#if defined(BYTES_VNNI)
/// sum += the products of four bytes of a with four rows of sixteen columns of b.
INLINE vi add_products(vi sum, const uint8_t *a, const int8_t *b) {
    typedef int32_t unaligned __attribute__((aligned(1), may_alias));
    __m512i four = _mm512_set1_epi32(*(const unaligned *)a);
    return (vi)_mm512_dpbusd_epi32((__m512i)sum, four, (__m512i) * (const vi *)b);
}
#endif

/// sum[j] += the products of k bytes of a with k rows of up to four groups of columns of b.
INLINE void add_bytes(ptrdiff_t width, ptrdiff_t k, const uint8_t *a, const int8_t *b, ptrdiff_t b_step, vi *sum) {
#if defined(BYTES_VNNI)
    if (width == 4) {
        // Two chains of sums a column, because one would wait for itself.
        vi s[8] = {sum[0], sum[1], sum[2], sum[3], {0}, {0}, {0}, {0}};
        ptrdiff_t p = 0;
        for (; p + 8 <= k; p += 8, b += 2 * b_step)
            UNROLL for (int j = 0; j < 8; j++)
                s[j] = add_products(s[j], a + p + j / 4 * 4, b + j / 4 * b_step + j % 4 * 64);
        if (p < k) UNROLL for (int j = 0; j < 4; j++) s[j] = add_products(s[j], a + p, b + j * 64);
        UNROLL for (int j = 0; j < 4; j++) sum[j] = s[j] + s[4 + j];
        return;
    }
#endif
    for (ptrdiff_t p = 0; p < k; p += 4, b += b_step)
        for (ptrdiff_t j = 0; j < width; j++) {
            vi words = *(const vi *)(b + j * 64);
            // Each of the four bytes in turn, its sign spread by shifting down.
            sum[j] += (words << 24 >> 24) * (int32_t)a[p] + (words << 16 >> 24) * (int32_t)a[p + 1] +
                      (words << 8 >> 24) * (int32_t)a[p + 2] + (words >> 24) * (int32_t)a[p + 3];
        }
}

#include "elementary.h"
#include "product.h"
#include "pairs.h"
#include "cells.h"
#include "rows.h"
#include "quantized.h"
#include "draw.h"

const ck_kernels KERNELS = {
    .name = KERNELS_NAME,
    .exp = exp_all,
    .tanh = tanh_all,
    .sigmoid = sigmoid_all,
    .product = product,
    .pair_product = pair_product,
    .round_rows = round_rows,
    .round_pairs = round_pairs,
    .row_products = row_products,
    .row_products_bf16 = row_products_bf16,
    .quantize = quantize,
    .row_product_int8 = row_product_int8,
    .rnn_forward = rnn_forward,
    .rnn_backward = rnn_backward,
    .lstm_forward = lstm_forward,
    .lstm_backward = lstm_backward,
    .lstm_peephole_backward = lstm_peephole_backward,
    .gru_simplified_forward = gru_simplified_forward,
    .gru_simplified_backward = gru_simplified_backward,
    .gru_full_reset = gru_full_reset,
    .gru_full_update = gru_full_update,
    .gru_full_update_backward = gru_full_update_backward,
    .gru_full_reset_backward = gru_full_reset_backward,
    .gru_reset_forward = gru_reset_forward,
    .gru_reset_backward = gru_reset_backward,
    .gather = gather,
    .scatter = scatter,
    .fill = fill,
    .interleave = interleave,
    .separate = separate,
    .column_sums = column_sums,
    .cross_entropy = cross_entropy,
    .drop = drop,
    .squares = squares,
    .adam = adam,
    .key_scores = key_scores,
    .weigh = weigh,
    .weight_sum = weight_sum,
    .split_keys = split_keys,
};
