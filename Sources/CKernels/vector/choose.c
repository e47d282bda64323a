#include <string.h>

#include "CKernels.h"

extern const ck_kernels ck_kernels_baseline;
#if defined(__x86_64__)
extern const ck_kernels ck_kernels_avx512bf16, ck_kernels_avx512, ck_kernels_avx2;
#endif

const ck_kernels *ck_kernels_named(const char *name) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    int wide = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
               __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
               __builtin_cpu_supports("avx512vnni");
    int fused = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    int paired = wide && __builtin_cpu_supports("avx512bf16");
    if (paired && (!name || !strcmp(name, "avx512bf16"))) return &ck_kernels_avx512bf16;
    if (wide && (!name || !strcmp(name, "avx512"))) return &ck_kernels_avx512;
    if (fused && (!name || !strcmp(name, "avx2"))) return &ck_kernels_avx2;
#endif
    return !name || !strcmp(name, "baseline") ? &ck_kernels_baseline : 0;
}
