#include "CKernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

#pragma clang fp contract(off)
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,avx512bf16,avx2,fma"))), apply_to = function)

#define TILE_GROUPS 4
#define BYTES_VNNI
#define PRODUCTS_BF16
#define KERNELS ck_kernels_avx512bf16
#define KERNELS_NAME "avx512bf16"
#include "kernels.h"

#pragma clang attribute pop
#endif
