#ifndef CKERNELS_VECTOR_H
#define CKERNELS_VECTOR_H

// The fast arithmetic of the networks, in single precision: one source, compiled for each instruction set, with the
// same result to the last bit on all of them. Sums run in a fixed order, multiplications are fused with additions only
// where written so (and then everywhere), and no function calls libm.
//
// Columns come in groups of sixteen. A panel is a matrix of up to four groups of columns that lies together in memory.

#include <stddef.h>
#include <stdint.h>

/// The numbers that all parameters share at one update of Adam.
typedef struct {
    float one_minus_beta1;     ///< the fraction of the new gradient in its running mean
    float one_minus_beta2;    ///< the fraction of its square in the running mean of squares
    float beta2;     ///< what is kept of the running mean of squares
    float rate;            ///< the learning rate, corrected for the mean's start at zero
    float root_scale;      ///< the same correction for the root of the squares
    float epsilon;         ///< what keeps the division finite
    float gradient_scale;  ///< what the gradients are multiplied by first
} ck_adam;

/// The softmax of a row of logits, as far as its cross-entropy needs it: log(sum) − chosen.
typedef struct {
    float chosen;  ///< the target's logit, less the largest
    float sum;     ///< the sum of e^(logit − the largest)
} ck_softmax;

/// What scores became when they were made keys.
typedef struct {
    uint64_t first;  ///< the least key: of the largest score, of the first of them
    int finite;      ///< whether all scores are
} ck_keys;

typedef struct {
    const char *name;

    // --- Elementary functions of n numbers (elementary.h) ---

    /// Error below 1.5 units in the last place up to x = 88.37, where it stays; 0 where the result would be denormal.
    void (*exp)(ptrdiff_t n, const float *x, float *y);
    /// Error below 3 units in the last place everywhere, near zero included.
    void (*tanh)(ptrdiff_t n, const float *x, float *y);
    /// Error below 3 units in the last place; 0 where the result would be denormal.
    void (*sigmoid)(ptrdiff_t n, const float *x, float *y);

    // --- Products (product.h, quantized.h) ---

    /// C = start + Σ over blocks of A·B for `rows` rows and `groups` groups of columns. Row i, column p of block n of A
    /// is a[n·a_block + i·a_row + p·a_step], p < k; row n·k + p of B is at b + (n·k + p)·b_step; rows of C are c_row
    /// apart, those of `start` (null for zero; may be C itself) start_row.
    void (*product)(ptrdiff_t rows, ptrdiff_t groups, ptrdiff_t k, ptrdiff_t blocks, ptrdiff_t a_row, ptrdiff_t a_step,
                    ptrdiff_t a_block, ptrdiff_t b_step, ptrdiff_t c_row, ptrdiff_t start_row, const float *a,
                    const float *b, float *c, const float *start);
    /// The same with bfloat16 numbers in words of two (pairs.h and tiles.h say which two, and in which order they are added): k, steps and
    /// distances of A and B are in words. Sums and C are single precision.
    void (*pair_product)(ptrdiff_t rows, ptrdiff_t groups, ptrdiff_t k, ptrdiff_t blocks, ptrdiff_t a_row,
                         ptrdiff_t a_step, ptrdiff_t a_block, ptrdiff_t b_step, ptrdiff_t c_row, ptrdiff_t start_row,
                         const uint32_t *a, const uint32_t *b, float *c, const float *start);
    /// Rows of n numbers, rounded, to rows of words along the row: a left operand. Whole groups of eight words are written.
    void (*round_rows)(ptrdiff_t rows, ptrdiff_t n, const float *x, ptrdiff_t x_row, uint32_t *y, ptrdiff_t y_row);
    /// Rows of numbers, rounded, to rows of words across the rows: a right operand, or a left one transposed.
    void (*round_pairs)(ptrdiff_t rows, ptrdiff_t groups, const float *x, ptrdiff_t x_row, uint32_t *y,
                        ptrdiff_t y_row);
    /// One row of A[k] times panels of [k, groups·16], b_panel apart; added to C, c_panel apart. The bits of `product`.
    void (*row_products)(ptrdiff_t panels, ptrdiff_t groups, ptrdiff_t k, const float *a, const float *b,
                         ptrdiff_t b_panel, float *c, ptrdiff_t c_panel);
    /// The same with weights in bfloat16, two rows in a word, rows of words b_step apart; k is even.
    void (*row_products_bf16)(ptrdiff_t panels, ptrdiff_t groups, ptrdiff_t k, const float *a, const uint32_t *b,
                              ptrdiff_t b_step, ptrdiff_t b_panel, float *c, ptrdiff_t c_panel);
    /// n numbers of −1 … 1 as bytes, 127·x + 128.
    void (*quantize)(ptrdiff_t n, const float *x, uint8_t *bytes);
    /// One panel with such bytes and weights in bytes, four rows in a word, a scale for each column, and for each the
    /// sum of its weights times 128; added to C. k is a multiple of 4.
    void (*row_product_int8)(ptrdiff_t groups, ptrdiff_t k, const uint8_t *a, const int8_t *b, ptrdiff_t b_step,
                             const float *scale, const int32_t *offset, float *c);

    // --- Cells (cells.h): one panel, `rows` rows of it; a, c and their gradients are `stride` floats a row ---
    // In the backward pass da is the sum of `above`, from the layer above, and `after`, from step t + 1.

    /// Four groups of units: z → a.
    void (*rnn_forward)(ptrdiff_t rows, ptrdiff_t stride, float *z, float *output);
    /// a → dz.
    void (*rnn_backward)(ptrdiff_t rows, ptrdiff_t stride, float *z, const float *above, const float *after);
    /// Groups i, f, g, o: z → their values. `peephole`: rows i, f, o, or null.
    void (*lstm_forward)(ptrdiff_t rows, ptrdiff_t stride, float *z, const float *peephole, ptrdiff_t peephole_row,
                         const float *cell_state, float *new_cell_state, float *tanh_cell_state, float *output);
    /// Their values → dz; dc of c⟨t⟩ → of c⟨t−1⟩. With peepholes, c⟨t⟩ is written to `new_cell_state` again.
    void (*lstm_backward)(ptrdiff_t rows, ptrdiff_t stride, float *z, const float *peephole, ptrdiff_t peephole_row,
                          const float *cell_state, float *new_cell_state, const float *tanh_cell_state,
                          const float *above, const float *after, float *dc);
    /// From dz, c⟨t−1⟩ and c⟨t⟩.
    void (*lstm_peephole_backward)(ptrdiff_t rows, ptrdiff_t stride, const float *z, const float *cell_state,
                                   const float *new_cell_state, float *dpeephole, ptrdiff_t peephole_row);
    /// Groups Γu, c̃, Γu, c̃ of 32 units.
    void (*gru_simplified_forward)(ptrdiff_t rows, ptrdiff_t stride, float *z, const float *previous, float *output);
    /// `after` becomes the part of the gradient that passes by the gates.
    void (*gru_simplified_backward)(ptrdiff_t rows, ptrdiff_t stride, float *z, const float *previous,
                                    const float *above, float *after);
    /// Groups Γr, Γu, c̃: z of the gates → their values, and Γr·a⟨t−1⟩.
    void (*gru_full_reset)(ptrdiff_t rows, ptrdiff_t stride, float *z, const float *previous, float *reset_output);
    void (*gru_full_update)(ptrdiff_t rows, ptrdiff_t stride, float *z, const float *previous, float *output);
    void (*gru_full_update_backward)(ptrdiff_t rows, ptrdiff_t stride, float *z, const float *previous,
                                     const float *above, float *after);
    /// From the gradient of Γr·a⟨t−1⟩.
    void (*gru_full_reset_backward)(ptrdiff_t rows, ptrdiff_t stride, float *z, const float *previous,
                                        const float *dreset, float *after);
    /// Groups n, r, z and the candidate's recurrent part.
    void (*gru_reset_forward)(ptrdiff_t rows, ptrdiff_t stride, float *z, const float *previous, float *output);
    void (*gru_reset_backward)(ptrdiff_t rows, ptrdiff_t stride, float *z, const float *previous, const float *above,
                               float *after);

    // --- Rows (rows.h) ---

    /// Each row of C = bias + the table's entries first[f] + ids[row, f], of `groups` groups; negative ids none.
    void (*gather)(ptrdiff_t rows, ptrdiff_t groups, ptrdiff_t fields, const int32_t *ids, const int32_t *first,
                   const float *table, ptrdiff_t entry, const float *bias, float *c, ptrdiff_t c_row);
    /// The reverse: adds each row of C to those entries.
    void (*scatter)(ptrdiff_t rows, ptrdiff_t groups, ptrdiff_t fields, const int32_t *ids, const int32_t *first,
                    float *table, ptrdiff_t entry, const float *c, ptrdiff_t c_row);
    /// Each row of C = b.
    void (*fill)(ptrdiff_t rows, ptrdiff_t groups, const float *b, float *c, ptrdiff_t c_row);
    /// Up to sixteen rows of X[rows, n] side by side: Y[p, i] = X[i, p], zero for rows that are not there.
    void (*interleave)(ptrdiff_t rows, ptrdiff_t n, const float *x, ptrdiff_t x_row, float *y, ptrdiff_t y_step);
    /// The reverse.
    void (*separate)(ptrdiff_t rows, ptrdiff_t n, const float *y, ptrdiff_t y_step, float *x, ptrdiff_t x_row);
    /// b += the sum of the rows of C.
    void (*column_sums)(ptrdiff_t rows, ptrdiff_t groups, const float *c, ptrdiff_t c_row, float *b);
    /// The cross-entropy −log softmax(logits)[target] of one row; the n logits, padded to a whole group, become its
    /// gradient × scale. Zero where the target is negative.
    ck_softmax (*cross_entropy)(ptrdiff_t n, float *logits, int32_t target, float scale);
    /// y = x × kept, or zero where the hash of the key and the place is below the threshold (of 2³²).
    void (*drop)(ptrdiff_t n, uint32_t key, uint32_t threshold, float kept, const float *x, float *y);
    /// The sum of the squares.
    double (*squares)(ptrdiff_t n, const float *x);
    /// One update of n parameters.
    void (*adam)(ptrdiff_t n, const ck_adam *c, float *parameters, const float *gradients, float *first,
                 float *second);

    // --- Drawing (draw.h): the keys of the sampling engine ---

    /// The key of each of n scores, whose ids are their places.
    ck_keys (*key_scores)(ptrdiff_t n, const float *logits, uint64_t *keys);
    /// e^((logit − largest) / temperature) of each of n keys, in double precision, with the bits of Numerics.exponential.
    void (*weigh)(ptrdiff_t n, const uint64_t *keys, double largest, double temperature, double *weights);
    /// The sum of the same: of every fourth, then of the four sums, then of those that do not make four.
    double (*weight_sum)(ptrdiff_t n, const uint64_t *keys, double largest, double temperature);
    /// Brings the keys up to `last` to the front and leaves both parts in their order; returns how many they are, and −1, with
    /// nothing moved, where they are more than `most`. Room for n keys at `front`.
    ptrdiff_t (*split_keys)(ptrdiff_t n, uint64_t *keys, uint64_t last, ptrdiff_t most, uint64_t *front);
} ck_kernels;

/// The kernels for an instruction set, "amx", "avx512bf16", "avx512", "avx2" or "baseline", or the best for this processor where
/// `name` is null; null where the processor has not got it or the name is unknown. "tiles" is "amx" with the tiles in memory, which is
/// slow and for tests; no processor's best.
const ck_kernels *ck_kernels_named(const char *name);

/// A hint to the processor that this thread is waiting in a loop.
static inline void ck_pause(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

#endif
