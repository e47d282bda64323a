// Included by CKernels.h once with REAL = float and once with REAL = double: no include guard on purpose.

// --- Elementary functions (elementary.h) ---

/// e^x. Error below 1.5 units in the last place; 0 where the result would be denormal, +inf where it overflows.
REAL NAME(exp)(REAL x);
/// tanh(x). Error below 3 units in the last place everywhere, near zero included.
REAL NAME(tanh)(REAL x);
/// 1 / (1 + e^−x). Error below 3 units in the last place; 0 where the result would be denormal.
REAL NAME(sigmoid)(REAL x);
/// The natural logarithm. Error below 2.5 units in the last place; −inf at 0, NaN below.
REAL NAME(log)(REAL x);

// --- Products (product.h) ---

/// C[m,n] += A[m,k] · B[n,k]ᵀ. A row of C does not depend on the other rows, to the last bit.
void NAME(add_product_nt)(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const REAL *a, ptrdiff_t lda, const REAL *b,
                          ptrdiff_t ldb, REAL *c, ptrdiff_t ldc);
/// C[m,n] += A[m,k] · B[k,n].
void NAME(add_product_nn)(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const REAL *a, ptrdiff_t lda, const REAL *b,
                          ptrdiff_t ldb, REAL *c, ptrdiff_t ldc);
/// C[m,n] += A[k,m]ᵀ · B[k,n].
void NAME(add_product_tn)(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const REAL *a, ptrdiff_t lda, const REAL *b,
                          ptrdiff_t ldb, REAL *c, ptrdiff_t ldc);
/// B[n,m] = A[m,n]ᵀ.
void NAME(transpose)(ptrdiff_t m, ptrdiff_t n, const REAL *a, ptrdiff_t lda, REAL *b, ptrdiff_t ldb);

// --- Rows (rows.h) ---

/// Each of the rows of C[m,n] becomes the vector b[n].
void NAME(set_rows)(ptrdiff_t m, ptrdiff_t n, const REAL *b, REAL *c, ptrdiff_t ldc);
/// The vector b[n] is added to each row of C[m,n].
void NAME(add_rows)(ptrdiff_t m, ptrdiff_t n, const REAL *b, REAL *c, ptrdiff_t ldc);
/// b[n] += the sum of the rows of A[m,n].
void NAME(add_column_sums)(ptrdiff_t m, ptrdiff_t n, const REAL *a, ptrdiff_t lda, REAL *b);
/// Adds to each row r of C[m,n] the entries of a table that the ids of the row name: field f of row r names entry
/// first[f] + ids[r·fields + f], unless the id is negative. Unit j of entry e stands at table[e·entry + j·unit].
void NAME(add_entries)(ptrdiff_t m, ptrdiff_t n, ptrdiff_t fields, const int32_t *ids, const int32_t *first,
                       const REAL *table, ptrdiff_t entry, ptrdiff_t unit, REAL *c, ptrdiff_t ldc);
/// The reverse: adds row r of C to each entry of the table that the row names.
void NAME(add_to_entries)(ptrdiff_t m, ptrdiff_t n, ptrdiff_t fields, const int32_t *ids, const int32_t *first,
                          REAL *table, ptrdiff_t entry, ptrdiff_t unit, const REAL *c, ptrdiff_t ldc);
/// Row by row: returns the sum of −log softmax(logits)[target] over rows whose target is not negative, adds their
/// number to *count, and turns the logits into the gradient of (that sum × scale).
double NAME(cross_entropy)(ptrdiff_t m, ptrdiff_t n, REAL *logits, const int32_t *targets, REAL scale,
                           ptrdiff_t *count);

// --- Gates (gates.h) ---
// Whole windows of rows are kept for going back; `first` is the row of the window where this step begins, and every
// array marked [window] is read and written from there on. The other arrays hold just the `rows` rows of the step.

/// a = tanh(z), z and a both in `output` [window].
void NAME(rnn_forward)(ptrdiff_t first, ptrdiff_t rows, ptrdiff_t h, const REAL *z, REAL *output);
/// da becomes 0 (nothing passes by the gate); z [window] becomes dz.
void NAME(rnn_backward)(ptrdiff_t first, ptrdiff_t rows, ptrdiff_t h, REAL *z, const REAL *output, REAL *da);

/// gates [window] z → i, f, g, o; `memory` c⟨t−1⟩ → c⟨t⟩; tanh(c⟨t⟩) and a⟨t⟩ [window]. peephole: [3,h] or null.
void NAME(lstm_forward)(ptrdiff_t first, ptrdiff_t rows, ptrdiff_t h, REAL *gates, const REAL *peephole, REAL *memory,
                        REAL *tanh_memory, REAL *output);
/// gates [window] i, f, g, o → dz; da → 0; dc of c⟨t⟩ → of c⟨t−1⟩; dpeephole (or null) is added to.
void NAME(lstm_backward)(ptrdiff_t first, ptrdiff_t rows, ptrdiff_t h, REAL *gates, const REAL *peephole,
                         const REAL *previous_memory, const REAL *tanh_memory, REAL *da, REAL *dc, REAL *dpeephole);

/// gates [window] z → Γu, c̃; output [window] = Γu·c̃ + (1 − Γu)·previous.
void NAME(gru_simplified_forward)(ptrdiff_t first, ptrdiff_t rows, ptrdiff_t h, REAL *gates, const REAL *previous,
                                  REAL *output);
/// gates [window] → dz; da of a⟨t⟩ → the part of a⟨t−1⟩'s that passes by the gates.
void NAME(gru_simplified_backward)(ptrdiff_t first, ptrdiff_t rows, ptrdiff_t h, REAL *gates, const REAL *previous,
                                   REAL *da);

/// The gates Γr, Γu of gates [window, 3h] from z; relevant [window] = Γr·previous.
void NAME(gru_full_relevance)(ptrdiff_t first, ptrdiff_t rows, ptrdiff_t h, REAL *gates, const REAL *previous,
                              REAL *relevant);
/// c̃ from z; output [window] = Γu·c̃ + (1 − Γu)·previous.
void NAME(gru_full_update)(ptrdiff_t first, ptrdiff_t rows, ptrdiff_t h, REAL *gates, const REAL *previous,
                           REAL *output);
/// Γu, c̃ → dz (Γr stays); da → the part that passes by the gates.
void NAME(gru_full_update_backward)(ptrdiff_t first, ptrdiff_t rows, ptrdiff_t h, REAL *gates, const REAL *previous,
                                    REAL *da);
/// Γr → dz, from the gradient of Γr·previous, whose share is added to da.
void NAME(gru_full_relevance_backward)(ptrdiff_t first, ptrdiff_t rows, ptrdiff_t h, REAL *gates,
                                       const REAL *previous, const REAL *drelevant, REAL *da);

/// gates [window, 3h] z → r, z, n with n = tanh(z_n + r·candidate); output [window] = (1 − z)·n + z·previous.
void NAME(gru_reset_forward)(ptrdiff_t first, ptrdiff_t rows, ptrdiff_t h, REAL *gates, const REAL *candidate,
                             const REAL *previous, REAL *output);
/// gates → dz, candidate → its gradient; da → the part that passes by the gates.
void NAME(gru_reset_backward)(ptrdiff_t first, ptrdiff_t rows, ptrdiff_t h, REAL *gates, REAL *candidate,
                              const REAL *previous, REAL *da);
