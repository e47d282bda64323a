#include "CKernelsCeiling.h"

// One source, compiled once for each instruction set. LANES floats make a register; ACCUMULATORS of them are enough to
// keep two units busy whose result takes four or five cycles, and few enough to stay in the registers there are.
#define CEILING(NAME, LANES, ACCUMULATORS, MULTIPLY_ADD)                                                               \
    static uint64_t NAME(uint64_t rounds, float *sum) {                                                                \
        typedef float vector __attribute__((vector_size(4 * LANES)));                                                  \
        vector a[ACCUMULATORS], factor, term;                                                                          \
        for (int lane = 0; lane < LANES; lane++) factor[lane] = 0.5f + *sum, term[lane] = 0.25f + *sum;                \
        _Pragma("clang loop unroll(full)") for (int i = 0; i < ACCUMULATORS; i++) a[i] = term * (float)i;              \
        for (uint64_t round = 0; round < rounds; round++) {                                                            \
            _Pragma("clang loop unroll(full)") for (int i = 0; i < ACCUMULATORS; i++) {                                \
                a[i] = MULTIPLY_ADD(a[i], factor, term);                                                               \
            }                                                                                                          \
        }                                                                                                              \
        vector total = a[0];                                                                                           \
        _Pragma("clang loop unroll(full)") for (int i = 1; i < ACCUMULATORS; i++) total += a[i];                       \
        for (int lane = 0; lane < LANES; lane++) *sum += total[lane];                                                  \
        return rounds * ACCUMULATORS * LANES * 2;                                                                      \
    }

#define FUSED(a, b, c) __builtin_elementwise_fma(a, b, c)
#define PLAIN(a, b, c) ((a) * (b) + (c))

#if defined(__x86_64__)

#pragma clang attribute push(__attribute__((target("avx512f"))), apply_to = function)
CEILING(ceiling_avx512, 16, 24, FUSED)
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
CEILING(ceiling_avx2, 8, 12, FUSED)
#pragma clang attribute pop

CEILING(ceiling_baseline, 4, 12, PLAIN)

static int best(void) {
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f")) return 2;
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

uint64_t ck_ceiling_f32(uint64_t rounds, float *sum) {
    switch (best()) {
    case 2: return ceiling_avx512(rounds, sum);
    case 1: return ceiling_avx2(rounds, sum);
    default: return ceiling_baseline(rounds, sum);
    }
}

#include <immintrin.h>

__attribute__((target("avx512f,avx512bf16"))) static uint64_t ceiling_avx512bf16(uint64_t rounds, float *sum) {
    enum { ACCUMULATORS = 24 };
    __m512 a[ACCUMULATORS];
    __m512bh one = (__m512bh)_mm512_set1_epi32(0x3f003e80), other = (__m512bh)_mm512_set1_epi32(0x3e803e80);
    _Pragma("clang loop unroll(full)") for (int i = 0; i < ACCUMULATORS; i++) a[i] = _mm512_set1_ps(*sum + (float)i);
    for (uint64_t round = 0; round < rounds; round++) {
        _Pragma("clang loop unroll(full)") for (int i = 0; i < ACCUMULATORS; i++) {
            a[i] = _mm512_dpbf16_ps(a[i], one, other);
        }
    }
    __m512 total = a[0];
    _Pragma("clang loop unroll(full)") for (int i = 1; i < ACCUMULATORS; i++) total = _mm512_add_ps(total, a[i]);
    *sum += _mm512_reduce_add_ps(total);
    return rounds * ACCUMULATORS * 32 * 2;
}

uint64_t ck_ceiling_bf16(uint64_t rounds, float *sum) {
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512bf16")) return ceiling_avx512bf16(rounds, sum);
    return ck_ceiling_f32(rounds, sum);
}

const char *ck_ceiling_instruction_set(void) {
    static const char *const names[] = {"baseline", "AVX2", "AVX-512"};
    return names[best()];
}

#else

#if defined(__aarch64__)
CEILING(ceiling_baseline, 4, 24, FUSED)
#else
CEILING(ceiling_baseline, 4, 12, PLAIN)
#endif

uint64_t ck_ceiling_f32(uint64_t rounds, float *sum) { return ceiling_baseline(rounds, sum); }
uint64_t ck_ceiling_bf16(uint64_t rounds, float *sum) { return ck_ceiling_f32(rounds, sum); }
const char *ck_ceiling_instruction_set(void) { return "baseline"; }

#endif
