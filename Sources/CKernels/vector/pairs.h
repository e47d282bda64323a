// Products of bfloat16 numbers, two of which share a word of 32 bits, with the one definition that every instruction set can follow.
//
// K is taken 32 elements at a time, the last time fewer. Of those 32, two chains of fused multiply-adds run from +0 in ascending
// order, one over the even and one over the odd elements, each step rounded to nearest even; their sum is added to C. Denormals
// count as zero, in and out (so the thread flushes them). It is what TDPBF16PS does.
//
// Words come in twos for four elements e, e + 1, e + 2, e + 3: (e, e + 2) and (e + 1, e + 3), the earlier one in the upper half. So
// VDPBF16PS, which adds the product of the upper halves first and that of the lower ones to the sum then, does two steps of a chain.
// Where there are tiles they are (e, e + 1) and (e + 2, e + 3), the earlier one in the lower half: see tiles.h.

/// The words that k elements take: whole twos.
INLINE ptrdiff_t words(ptrdiff_t k) { return (k + 3) / 4 * 2; }

typedef uint32_t vw __attribute__((vector_size(64), aligned(4), may_alias));

/// The bits of bfloat16 in the lower halves: rounded to nearest even, denormals to zero, not-a-number kept.
INLINE vw rounded16(vf x) {
    vw bits = (vw)x, magnitude = bits & 0x7FFFFFFFu;
    vw near = (bits + 0x7FFFu + (bits >> 16 & 1)) >> 16;
    vw nan = (vw)(magnitude > 0x7F800000u), tiny = (vw)(magnitude < 0x00800000u);
    near = (nan & (bits >> 16 | 0x40u)) | (~nan & near);
    return (tiny & (bits >> 16 & 0x8000u)) | (~tiny & near);
}

#if defined(PRODUCTS_TILES)
#include "tiles.h"
#else

/// Rows of n numbers to rows of words(n) words; y has room for whole groups of eight words.
static void round_rows(ptrdiff_t rows, ptrdiff_t n, const float *x, ptrdiff_t x_row, uint32_t *y, ptrdiff_t y_row) {
    for (ptrdiff_t row = 0; row < rows; row++, x += x_row, y += y_row)
        for (ptrdiff_t i = 0; i < n; i += LANES) {
            vw v = rounded16(load_part(x + i, n - i < LANES ? n - i : LANES));
            vw upper = __builtin_shufflevector(v, v, 0, 1, 4, 5, 8, 9, 12, 13, 0, 1, 4, 5, 8, 9, 12, 13);
            vw lower = __builtin_shufflevector(v, v, 2, 3, 6, 7, 10, 11, 14, 15, 2, 3, 6, 7, 10, 11, 14, 15);
            vw both = upper << 16 | lower;
            typedef uint32_t half __attribute__((vector_size(32), aligned(4), may_alias));
            *(half *)(y + i / 2) = __builtin_shufflevector(both, both, 0, 1, 2, 3, 4, 5, 6, 7);
        }
}

/// The rows themselves in pairs: words(rows) rows of words, zero for rows that are not there.
static void round_pairs(ptrdiff_t rows, ptrdiff_t groups, const float *x, ptrdiff_t x_row, uint32_t *y,
                        ptrdiff_t y_row) {
    for (ptrdiff_t first = 0; first < rows; first += 4)
        for (ptrdiff_t j = 0; j < groups * LANES; j += LANES) {
            vw v[4];
            UNROLL for (int i = 0; i < 4; i++)
                v[i] = first + i < rows ? rounded16(load(x + (first + i) * x_row + j)) : (vw){0};
            *(vw *)(y + first / 2 * y_row + j) = v[0] << 16 | v[2];
            *(vw *)(y + (first / 2 + 1) * y_row + j) = v[1] << 16 | v[3];
        }
}

/// The words of 32 elements.
enum { BLOCK_WORDS = 16 };

/// C += the sum of both chains; C starts from `start` or zero.
INLINE void add_chains(vf both, float *c, const float *from) { store(c, (from ? load(from) : all(0)) + both); }

#if defined(PRODUCTS_BF16)

enum { PAIR_GROUPS = 2 };

INLINE void pair_tile(const int rows, const int groups, PRODUCT_SIZES, const uint32_t *a, const uint32_t *b, float *c,
                      const float *start) {
    for (ptrdiff_t block = 0; block < blocks; block++) {
        const uint32_t *left = a + block * a_block;
        for (ptrdiff_t first = 0; first < k; first += BLOCK_WORDS) {
            ptrdiff_t end = k - first < BLOCK_WORDS ? k - first : BLOCK_WORDS;
            __m512 sum[2][6][PAIR_GROUPS];
            UNROLL for (int chain = 0; chain < 2; chain++) UNROLL for (int i = 0; i < rows; i++)
                UNROLL for (int j = 0; j < groups; j++) sum[chain][i][j] = _mm512_setzero_ps();
            for (ptrdiff_t p = 0; p < end; p += 2)
                UNROLL for (int chain = 0; chain < 2; chain++) {
                    __m512bh right[PAIR_GROUPS];
                    UNROLL for (int j = 0; j < groups; j++) {
                        right[j] = (__m512bh)_mm512_loadu_si512(b + j * LANES);
                        __builtin_prefetch(b + 16 * b_step + j * LANES);
                    }
                    UNROLL for (int i = 0; i < rows; i++) {
                        __m512bh two = (__m512bh)_mm512_set1_epi32((int)left[i * a_row]);
                        UNROLL for (int j = 0; j < groups; j++)
                            sum[chain][i][j] = _mm512_dpbf16_ps(sum[chain][i][j], two, right[j]);
                    }
                    left += a_step;
                    b += b_step;
                }
            UNROLL for (int i = 0; i < rows; i++) UNROLL for (int j = 0; j < groups; j++) {
                const float *from = block || first ? c + i * c_row : start ? start + i * start_row : 0;
                add_chains((vf)_mm512_add_ps(sum[0][i][j], sum[1][i][j]), c + i * c_row + j * LANES,
                           from ? from + j * LANES : 0);
            }
        }
    }
}

#else

enum { PAIR_GROUPS = TILE_GROUPS };

INLINE void pair_tile(const int rows, const int groups, PRODUCT_SIZES, const uint32_t *a, const uint32_t *b, float *c,
                      const float *start) {
    for (ptrdiff_t block = 0; block < blocks; block++) {
        const uint32_t *left = a + block * a_block;
        for (ptrdiff_t first = 0; first < k; first += BLOCK_WORDS) {
            ptrdiff_t end = k - first < BLOCK_WORDS ? k - first : BLOCK_WORDS;
            vf even[6][PAIR_GROUPS], sum[6][PAIR_GROUPS];
            UNROLL for (int chain = 0; chain < 2; chain++) {
                UNROLL for (int i = 0; i < rows; i++) UNROLL for (int j = 0; j < groups; j++) sum[i][j] = all(0);
                for (ptrdiff_t p = chain; p < end; p += 2) {
                    vw right[PAIR_GROUPS];
                    UNROLL for (int j = 0; j < groups; j++) right[j] = *(const vw *)(b + p * b_step + j * LANES);
                    UNROLL for (int i = 0; i < rows; i++) {
                        vw two = (vw){0} + left[i * a_row + p * a_step];
                        UNROLL for (int j = 0; j < groups; j++) {
                            sum[i][j] = fma16((vf)(two & 0xFFFF0000u), (vf)(right[j] & 0xFFFF0000u), sum[i][j]);
                            sum[i][j] = fma16((vf)(two << 16), (vf)(right[j] << 16), sum[i][j]);
                        }
                    }
                }
                if (chain == 0) UNROLL for (int i = 0; i < rows; i++) UNROLL for (int j = 0; j < groups; j++)
                    even[i][j] = sum[i][j];
            }
            left += end * a_step;
            b += end * b_step;
            UNROLL for (int i = 0; i < rows; i++) UNROLL for (int j = 0; j < groups; j++) {
                const float *from = block || first ? c + i * c_row : start ? start + i * start_row : 0;
                add_chains(even[i][j] + sum[i][j], c + i * c_row + j * LANES, from ? from + j * LANES : 0);
            }
        }
    }
}

#endif

typedef void (*pair_function)(PRODUCT_SIZES, const uint32_t *a, const uint32_t *b, float *c, const float *start);

#define PAIR_TILE(r, g)                                                                                              \
    static __attribute__((noinline)) void pair_tile_##r##_##g(PRODUCT_SIZES, const uint32_t *a, const uint32_t *b,   \
                                                              float *c, const float *start) {                        \
        pair_tile(r, g, k, blocks, a_row, a_step, a_block, b_step, c_row, start_row, a, b, c, start);                \
    }
#define PAIR_TILES(g)                                                                                                \
    PAIR_TILE(1, g) PAIR_TILE(2, g) PAIR_TILE(3, g) PAIR_TILE(4, g) PAIR_TILE(5, g) PAIR_TILE(6, g)                  \
    static const pair_function pair_tiles_##g[7] = {0, pair_tile_1_##g, pair_tile_2_##g, pair_tile_3_##g,            \
                                                    pair_tile_4_##g, pair_tile_5_##g, pair_tile_6_##g};

PAIR_TILES(1)
#if defined(PRODUCTS_BF16)
PAIR_TILES(2)
static const pair_function *const pair_tiles[] = {0, pair_tiles_1, pair_tiles_2};
#elif TILE_GROUPS > 1
PAIR_TILES(2)
PAIR_TILES(3)
PAIR_TILES(4)
static const pair_function *const pair_tiles[] = {0, pair_tiles_1, pair_tiles_2, pair_tiles_3, pair_tiles_4};
#else
static const pair_function *const pair_tiles[] = {0, pair_tiles_1};
#endif

/// As `product`, with words instead of numbers: k, steps and distances of both operands are in words.
TILED_PRODUCT(pair_product, uint32_t, PAIR_GROUPS, pair_tiles)

#endif
