#ifndef CKERNELS_CEILING_H
#define CKERNELS_CEILING_H

#include <stdint.h>

// What this processor's cores can do at most: the measure that kernels are held against. Not part of any network.

/// Multiplies and adds floats in registers, `rounds` times, in the widest instruction set that the processor has: no
/// memory, no dependency that would have to be waited for. Returns the number of floating-point operations made (a
/// multiply-add is two). What was computed goes to *sum, so that no compiler leaves it out.
uint64_t ck_ceiling_f32(uint64_t rounds, float *sum);

/// The same of products of two bfloat16 that are added to single precision: VDPBF16PS where there is AVX512-BF16; else what
/// `ck_ceiling_f32` does, for they are multiplied as single precision then. Not with AMX's tiles.
uint64_t ck_ceiling_bf16(uint64_t rounds, float *sum);

/// The instruction set that `ck_ceiling_f32` uses: "AVX-512", "AVX2" or "baseline".
const char *ck_ceiling_instruction_set(void);

#endif
