// What every processor of its family has. On 64-bit Arm that includes fused multiply-add; on x86 it does not, and
// computing it exactly by other means costs an order of magnitude.
#include "CKernels.h"

#pragma clang fp contract(off)

#if !defined(__aarch64__)
#define EMULATE_FMA
#endif
#define TILE_GROUPS 1
#define KERNELS ck_kernels_baseline
#define KERNELS_NAME "baseline"
#include "kernels.h"
