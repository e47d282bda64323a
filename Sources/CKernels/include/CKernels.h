#ifndef CKERNELS_H
#define CKERNELS_H

// Two arithmetics. The plain one, declared first, is portable C as simple as can be, for float (…_f32) and double (…_f64)
// from one source each: what the cells in Sources/Recurrent/Cells compute with, and the reference for the other. The
// vector kernels (CKernelsVector.h) are what trains and generates.
//
// In the plain one no function allocates, calls libm, or depends on the machine it runs on: sums are taken in a fixed
// order and multiplications are never fused with additions, so the same input gives the same bits.
// Matrices are row-major; `ld…` is the distance between the starts of two rows.

#include <stddef.h>
#include <stdint.h>

#include "CKernelsCeiling.h"

#define REAL float
#define NAME(name) ck_##name##_f32
#include "CKernelsDeclarations.h"
#undef REAL
#undef NAME

#define REAL double
#define NAME(name) ck_##name##_f64
#include "CKernelsDeclarations.h"
#undef REAL
#undef NAME

/// Makes this thread treat numbers too small for full precision (denormals) as zero, which spares the processor a
/// detour of a hundred cycles each. Returns the former mode, for `ck_restore_denormals`.
uint64_t ck_flush_denormals(void);
void ck_restore_denormals(uint64_t mode);


#include "CKernelsVector.h"

#endif
