#include "CKernels.h"

#if defined(__x86_64__)

#pragma clang fp contract(off)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

#define TILE_GROUPS 1
#define KERNELS ck_kernels_avx2
#define KERNELS_NAME "avx2"
#include "kernels.h"

#pragma clang attribute pop
#endif
