#include "CKernels.h"

#pragma clang fp contract(off)

#define REAL float
#define INT int32_t
#define UINT uint32_t
#define NAME(name) ck_##name##_f32

#define EXPONENT_BIAS 127
#define MANTISSA_BITS 23
#define SMALLEST_NORMAL 0x1p-126f
#define INFINITE __builtin_inff()
#define NOT_A_NUMBER __builtin_nanf("")
#define ROUNDING_MAGIC 0x1.8p23f
#define LOG2_E 0x1.71547652b82fep0f
#define LN2_HIGH 0x1.62ep-1f  // 12 bits: n·LN2_HIGH is exact for every exponent n
#define LN2_LOW 0x1.0bfbe8p-15f
#define EXP_OVERFLOW 0x1.62e42ep6f    // the largest x with a finite e^x
#define EXP_UNDERFLOW -0x1.5d589ep6f  // the smallest x whose e^x is not denormal
#define TANH_ONE 9.5f                 // from here on tanh rounds to 1
#define EXP_LAST (1 / 5040.0f)
#define EXP_TERMS(r, sum)                                                                                             \
    sum = sum * r + 1 / 720.0f;                                                                                       \
    sum = sum * r + 1 / 120.0f;                                                                                       \
    sum = sum * r + 1 / 24.0f;                                                                                        \
    sum = sum * r + 1 / 6.0f;                                                                                         \
    sum = sum * r + 1 / 2.0f;
#define LOG_TERMS 5

#include "elementary.h"
#include "product.h"
#include "rows.h"
#include "gates.h"
