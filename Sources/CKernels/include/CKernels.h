#ifndef CKERNELS_H
#define CKERNELS_H

// Two arithmetics. The plain one, declared first, is portable C as simple as can be, in double precision: what the
// cells in Sources/Recurrent/Cells compute with, and the reference for the other. The vector kernels (CKernelsVector.h)
// are what trains and generates.
//
// In the plain one no function allocates, calls libm, or depends on the machine it runs on: sums are taken in a fixed
// order and multiplications are never fused with additions, so the same input gives the same bits.
// Matrices are row-major; `ld…` is the distance between the starts of two rows.

#include <stddef.h>
#include <stdint.h>

#include "CKernelsCeiling.h"

// --- Elementary functions (elementary.h) ---

/// e^x. Error below 1.5 units in the last place; 0 where the result would be denormal, +inf where it overflows.
double ck_exp_f64(double x);
/// tanh(x). Error below 3 units in the last place everywhere, near zero included.
double ck_tanh_f64(double x);
/// 1 / (1 + e^−x). Error below 3 units in the last place; 0 where the result would be denormal.
double ck_sigmoid_f64(double x);
/// The natural logarithm. Error below 2.5 units in the last place; −inf at 0, NaN below.
double ck_log_f64(double x);

// --- Products (product.h) ---

/// C[m,n] += A[m,k] · B[n,k]ᵀ. A row of C does not depend on the other rows, to the last bit.
void ck_add_product_nt_f64(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const double *a, ptrdiff_t lda, const double *b,
                          ptrdiff_t ldb, double *c, ptrdiff_t ldc);
/// C[m,n] += A[m,k] · B[k,n].
void ck_add_product_nn_f64(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const double *a, ptrdiff_t lda, const double *b,
                          ptrdiff_t ldb, double *c, ptrdiff_t ldc);
/// C[m,n] += A[k,m]ᵀ · B[k,n].
void ck_add_product_tn_f64(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const double *a, ptrdiff_t lda, const double *b,
                          ptrdiff_t ldb, double *c, ptrdiff_t ldc);
/// B[n,m] = A[m,n]ᵀ.
void ck_transpose_f64(ptrdiff_t m, ptrdiff_t n, const double *a, ptrdiff_t lda, double *b, ptrdiff_t ldb);

// --- Rows (rows.h) ---

/// Each of the rows of C[m,n] becomes the vector b[n].
void ck_set_rows_f64(ptrdiff_t m, ptrdiff_t n, const double *b, double *c, ptrdiff_t ldc);
/// The vector b[n] is added to each row of C[m,n].
void ck_add_rows_f64(ptrdiff_t m, ptrdiff_t n, const double *b, double *c, ptrdiff_t ldc);
/// b[n] += the sum of the rows of A[m,n].
void ck_add_column_sums_f64(ptrdiff_t m, ptrdiff_t n, const double *a, ptrdiff_t lda, double *b);
/// Adds to each row r of C[m,n] the entries of a table that the ids of the row name: field f of row r names entry
/// first[f] + ids[r·fields + f], unless the id is negative. Unit j of entry e stands at table[e·entry + j·unit].
void ck_add_entries_f64(ptrdiff_t m, ptrdiff_t n, ptrdiff_t fields, const int32_t *ids, const int32_t *first,
                       const double *table, ptrdiff_t entry, ptrdiff_t unit, double *c, ptrdiff_t ldc);
/// The reverse: adds row r of C to each entry of the table that the row names.
void ck_add_to_entries_f64(ptrdiff_t m, ptrdiff_t n, ptrdiff_t fields, const int32_t *ids, const int32_t *first,
                          double *table, ptrdiff_t entry, ptrdiff_t unit, const double *c, ptrdiff_t ldc);
/// Row by row: returns the sum of −log softmax(logits)[target] over rows whose target is not negative, adds their
/// number to *count, and turns the logits into the gradient of (that sum × scale).
double ck_cross_entropy_f64(ptrdiff_t m, ptrdiff_t n, double *logits, const int32_t *targets, double scale,
                           ptrdiff_t *count);

// --- Gates (gates.h) ---
// Whole windows of rows are kept for going back; `first` is the row of the window where this step begins, and every
// array marked [window] is read and written from there on. The other arrays hold just the `rows` rows of the step.

/// a = tanh(z), z and a both in `output` [window].
void ck_rnn_forward_f64(ptrdiff_t first, ptrdiff_t rows, ptrdiff_t h, const double *z, double *output);
/// da becomes 0 (nothing passes by the gate); z [window] becomes dz.
void ck_rnn_backward_f64(ptrdiff_t first, ptrdiff_t rows, ptrdiff_t h, double *z, const double *output, double *da);

/// gates [window] z → i, f, g, o; `memory` c⟨t−1⟩ → c⟨t⟩; tanh(c⟨t⟩) and a⟨t⟩ [window]. peephole: [3,h] or null.
void ck_lstm_forward_f64(ptrdiff_t first, ptrdiff_t rows, ptrdiff_t h, double *gates, const double *peephole, double *memory,
                        double *tanh_memory, double *output);
/// gates [window] i, f, g, o → dz; da → 0; dc of c⟨t⟩ → of c⟨t−1⟩; dpeephole (or null) is added to.
void ck_lstm_backward_f64(ptrdiff_t first, ptrdiff_t rows, ptrdiff_t h, double *gates, const double *peephole,
                         const double *previous_memory, const double *tanh_memory, double *da, double *dc, double *dpeephole);

/// gates [window] z → Γu, c̃; output [window] = Γu·c̃ + (1 − Γu)·previous.
void ck_gru_simplified_forward_f64(ptrdiff_t first, ptrdiff_t rows, ptrdiff_t h, double *gates, const double *previous,
                                  double *output);
/// gates [window] → dz; da of a⟨t⟩ → the part of a⟨t−1⟩'s that passes by the gates.
void ck_gru_simplified_backward_f64(ptrdiff_t first, ptrdiff_t rows, ptrdiff_t h, double *gates, const double *previous,
                                   double *da);

/// The gates Γr, Γu of gates [window, 3h] from z; relevant [window] = Γr·previous.
void ck_gru_full_relevance_f64(ptrdiff_t first, ptrdiff_t rows, ptrdiff_t h, double *gates, const double *previous,
                              double *relevant);
/// c̃ from z; output [window] = Γu·c̃ + (1 − Γu)·previous.
void ck_gru_full_update_f64(ptrdiff_t first, ptrdiff_t rows, ptrdiff_t h, double *gates, const double *previous,
                           double *output);
/// Γu, c̃ → dz (Γr stays); da → the part that passes by the gates.
void ck_gru_full_update_backward_f64(ptrdiff_t first, ptrdiff_t rows, ptrdiff_t h, double *gates, const double *previous,
                                    double *da);
/// Γr → dz, from the gradient of Γr·previous, whose share is added to da.
void ck_gru_full_relevance_backward_f64(ptrdiff_t first, ptrdiff_t rows, ptrdiff_t h, double *gates,
                                       const double *previous, const double *drelevant, double *da);

/// gates [window, 3h] z → r, z, n with n = tanh(z_n + r·candidate); output [window] = (1 − z)·n + z·previous.
void ck_gru_reset_forward_f64(ptrdiff_t first, ptrdiff_t rows, ptrdiff_t h, double *gates, const double *candidate,
                             const double *previous, double *output);
/// gates → dz, candidate → its gradient; da → the part that passes by the gates.
void ck_gru_reset_backward_f64(ptrdiff_t first, ptrdiff_t rows, ptrdiff_t h, double *gates, double *candidate,
                              const double *previous, double *da);

/// Makes this thread treat numbers too small for full precision (denormals) as zero, which spares the processor a
/// detour of a hundred cycles each. Returns the former mode, for `ck_restore_denormals`.
uint64_t ck_flush_denormals(void);
void ck_restore_denormals(uint64_t mode);

#include "CKernelsVector.h"

#endif
