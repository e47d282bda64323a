#ifndef CKERNELS_H
#define CKERNELS_H

// The arithmetic of the networks: the vector kernels (CKernelsVector.h) train and generate. The products declared here are
// portable C in double precision, for what is computed once at a network's start.
// Matrices are row-major; `ld…` is the distance between the starts of two rows.

#include <stddef.h>
#include <stdint.h>

#include "CKernelsCeiling.h"

/// C[m,n] += A[m,k] · B[n,k]ᵀ. A row of C does not depend on the other rows, to the last bit.
void ck_add_product_nt_f64(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const double *a, ptrdiff_t lda, const double *b,
                          ptrdiff_t ldb, double *c, ptrdiff_t ldc);
/// C[m,n] += A[m,k] · B[k,n].
void ck_add_product_nn_f64(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const double *a, ptrdiff_t lda, const double *b,
                          ptrdiff_t ldb, double *c, ptrdiff_t ldc);

/// Makes this thread treat numbers too small for full precision (denormals) as zero, which spares the processor a
/// detour of a hundred cycles each. Returns the former mode, for `ck_restore_denormals`.
uint64_t ck_flush_denormals(void);
void ck_restore_denormals(uint64_t mode);

#include "CKernelsVector.h"

#endif
