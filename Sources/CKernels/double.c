#include "CKernels.h"

#pragma clang fp contract(off)

#define REAL double
#define INT int64_t
#define UINT uint64_t
#define NAME(name) ck_##name##_f64

#define EXPONENT_BIAS 1023
#define MANTISSA_BITS 52
#define SMALLEST_NORMAL 0x1p-1022
#define INFINITE __builtin_inf()
#define NOT_A_NUMBER __builtin_nan("")
#define ROUNDING_MAGIC 0x1.8p52
#define LOG2_E 0x1.71547652b82fep0
#define LN2_HIGH 0x1.62e42feep-1  // 33 bits: n·LN2_HIGH is exact for every exponent n
#define LN2_LOW 0x1.a39ef35793c76p-33
#define EXP_OVERFLOW 0x1.62e42fefa39efp9    // the largest x with a finite e^x
#define EXP_UNDERFLOW -0x1.6232bdd7abcd2p9  // the smallest x whose e^x is not denormal
#define TANH_ONE 20.0                       // from here on tanh rounds to 1
#define EXP_LAST (1 / 6227020800.0)
#define EXP_TERMS(r, sum)                                                                                             \
    sum = sum * r + 1 / 479001600.0;                                                                                  \
    sum = sum * r + 1 / 39916800.0;                                                                                   \
    sum = sum * r + 1 / 3628800.0;                                                                                    \
    sum = sum * r + 1 / 362880.0;                                                                                     \
    sum = sum * r + 1 / 40320.0;                                                                                      \
    sum = sum * r + 1 / 5040.0;                                                                                       \
    sum = sum * r + 1 / 720.0;                                                                                        \
    sum = sum * r + 1 / 120.0;                                                                                        \
    sum = sum * r + 1 / 24.0;                                                                                         \
    sum = sum * r + 1 / 6.0;                                                                                          \
    sum = sum * r + 1 / 2.0;
#define LOG_TERMS 11

#include "elementary.h"
#include "product.h"
#include "rows.h"
#include "gates.h"
