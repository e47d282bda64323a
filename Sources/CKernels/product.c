// Matrix products in double precision, for the orthogonal matrices that a network starts from: portable C, with sums in
// a fixed order and multiplications never fused with additions, so the same input gives the same bits everywhere. Two
// inner tiles, both of which keep their sums in registers:
//  · C += A·Bᵀ: both operands are read along their rows, four numbers at a time, into four partial sums; no packing.
//  · C += A·B: sums run along the rows of B in blocks copied together beforehand (strides that are powers of two would
//    otherwise collide in the cache).
// An element's terms are added in the same order whatever the number of rows.

#include "CKernels.h"

#pragma clang fp contract(off)

typedef double vec __attribute__((vector_size(4 * sizeof(double)), aligned(sizeof(double)), may_alias));

#define UNROLL _Pragma("clang loop unroll(full)")
#define INLINE static inline __attribute__((always_inline))

#define LOAD(p) (*(const vec *)(p))

// The same code for processors with registers of four numbers too: the same sums, twice as fast.
#if defined(__x86_64__) && defined(__linux__)
#define WIDE_TOO __attribute__((target_clones("avx2", "default")))
#else
#define WIDE_TOO
#endif

/// C[rows,columns] += A[rows,k] · B[columns,k]ᵀ, with rows and columns known when compiling.
INLINE void tile_nt(const int rows, const int columns, ptrdiff_t k, const double *a, ptrdiff_t lda, const double *b,
                    ptrdiff_t ldb, double *c, ptrdiff_t ldc) {
    vec sum[4][4];
    UNROLL for (int i = 0; i < rows; i++) UNROLL for (int j = 0; j < columns; j++) sum[i][j] = (vec){0};
    ptrdiff_t p = 0;
    for (; p + 4 <= k; p += 4) {
        vec right[4];
        UNROLL for (int j = 0; j < columns; j++) right[j] = LOAD(b + j * ldb + p);
        UNROLL for (int i = 0; i < rows; i++) {
            vec left = LOAD(a + i * lda + p);
            UNROLL for (int j = 0; j < columns; j++) sum[i][j] += left * right[j];
        }
    }
    if (p < k)
        UNROLL for (int i = 0; i < rows; i++) UNROLL for (int j = 0; j < columns; j++)
            for (int l = 0; l < k - p; l++) sum[i][j][l] += a[i * lda + p + l] * b[j * ldb + p + l];
    UNROLL for (int i = 0; i < rows; i++) UNROLL for (int j = 0; j < columns; j++) {
        vec s = sum[i][j];
        c[i * ldc + j] += (s[0] + s[2]) + (s[1] + s[3]);
    }
}

WIDE_TOO void ck_add_product_nt_f64(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const double *a, ptrdiff_t lda, const double *b,
                          ptrdiff_t ldb, double *c, ptrdiff_t ldc) {
    enum { BLOCK_ROWS = 16 };  // as many rows of A as stay in the first-level cache while B passes by
    for (ptrdiff_t block = 0; block < m; block += BLOCK_ROWS) {
        ptrdiff_t rows = m - block < BLOCK_ROWS ? m - block : BLOCK_ROWS, whole = rows & ~(ptrdiff_t)3;
        const double *left = a + block * lda;
        double *out = c + block * ldc;
        ptrdiff_t j = 0;
        for (; j + 4 <= n; j += 4) {
            for (ptrdiff_t i = 0; i < whole; i += 4) {
                tile_nt(4, 2, k, left + i * lda, lda, b + j * ldb, ldb, out + i * ldc + j, ldc);
                tile_nt(4, 2, k, left + i * lda, lda, b + (j + 2) * ldb, ldb, out + i * ldc + j + 2, ldc);
            }
            for (ptrdiff_t i = whole; i < rows; i++)
                tile_nt(1, 4, k, left + i * lda, lda, b + j * ldb, ldb, out + i * ldc + j, ldc);
        }
        for (; j < n; j++) {
            for (ptrdiff_t i = 0; i < whole; i += 4)
                tile_nt(4, 1, k, left + i * lda, lda, b + j * ldb, ldb, out + i * ldc + j, ldc);
            for (ptrdiff_t i = whole; i < rows; i++)
                tile_nt(1, 1, k, left + i * lda, lda, b + j * ldb, ldb, out + i * ldc + j, ldc);
        }
    }
}

enum { TILE_ROWS = 4, TILE_COLUMNS = 8, BLOCK_K = 128, BLOCK_COLUMNS = 64 };

/// C[rows,columns] += the product of a packed strip of A ([k][4]) and a packed strip of B ([k][8]).
INLINE void tile_packed(ptrdiff_t k, const double *a, const double *b, double *c, ptrdiff_t ldc, ptrdiff_t rows,
                        ptrdiff_t columns) {
    vec sum[TILE_ROWS][2];
    UNROLL for (int i = 0; i < TILE_ROWS; i++) sum[i][0] = sum[i][1] = (vec){0};
    for (ptrdiff_t p = 0; p < k; p++) {
        vec low = LOAD(b + p * TILE_COLUMNS), high = LOAD(b + p * TILE_COLUMNS + 4);
        UNROLL for (int i = 0; i < TILE_ROWS; i++) {
            double left = a[p * TILE_ROWS + i];
            sum[i][0] += left * low;
            sum[i][1] += left * high;
        }
    }
    if (rows == TILE_ROWS && columns == TILE_COLUMNS) {
        UNROLL for (int i = 0; i < TILE_ROWS; i++) {
            *(vec *)(c + i * ldc) += sum[i][0];
            *(vec *)(c + i * ldc + 4) += sum[i][1];
        }
    } else {
        for (ptrdiff_t i = 0; i < rows; i++)
            for (ptrdiff_t j = 0; j < columns; j++) c[i * ldc + j] += sum[i][j / 4][j % 4];
    }
}

/// Copies [k, width] of a matrix with the given strides to [k][strip] with zeros to the right.
INLINE void pack(const int strip, ptrdiff_t k, ptrdiff_t width, const double *from, ptrdiff_t along, ptrdiff_t across,
                 double *to) {
    for (ptrdiff_t p = 0; p < k; p++)
        for (int j = 0; j < strip; j++) to[p * strip + j] = j < width ? from[p * along + j * across] : 0;
}

WIDE_TOO void ck_add_product_nn_f64(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const double *a, ptrdiff_t lda, const double *b,
                          ptrdiff_t ldb, double *c, ptrdiff_t ldc) {
    double right[BLOCK_K * BLOCK_COLUMNS], left[BLOCK_K * TILE_ROWS];
    for (ptrdiff_t j0 = 0; j0 < n; j0 += BLOCK_COLUMNS) {
        ptrdiff_t columns = n - j0 < BLOCK_COLUMNS ? n - j0 : BLOCK_COLUMNS;
        for (ptrdiff_t p0 = 0; p0 < k; p0 += BLOCK_K) {
            ptrdiff_t depth = k - p0 < BLOCK_K ? k - p0 : BLOCK_K;
            for (ptrdiff_t j = 0; j < columns; j += TILE_COLUMNS)
                pack(TILE_COLUMNS, depth, columns - j, b + p0 * ldb + j0 + j, ldb, 1, right + j * BLOCK_K);
            for (ptrdiff_t i = 0; i < m; i += TILE_ROWS) {
                pack(TILE_ROWS, depth, m - i, a + i * lda + p0, 1, lda, left);
                for (ptrdiff_t j = 0; j < columns; j += TILE_COLUMNS)
                    tile_packed(depth, left, right + j * BLOCK_K, c + i * ldc + j0 + j, ldc,
                                m - i < TILE_ROWS ? m - i : TILE_ROWS,
                                columns - j < TILE_COLUMNS ? columns - j : TILE_COLUMNS);
            }
        }
    }
}
