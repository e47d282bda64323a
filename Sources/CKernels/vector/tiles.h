// Products of bfloat16 numbers in tiles: matrices of up to sixteen rows of 64 bytes, eight of them, which one instruction multiplies
// (Intel, Architecture Instruction Set Extensions, "AMX"). What is computed stands in pairs.h: TDPBF16PS does just that, for sixteen
// rows by sixteen columns by 32 elements at a time.
//
// The including file gives TILE_CONFIGURE, TILE_ZERO, TILE_LOAD, TILE_STORE and TILE_PRODUCT, as instructions (amx.c) or, for tests on
// processors that have none, in memory (tiles.c).

/// Rows of n numbers to rows of words(n) words; y has room for whole groups of eight words.
static void round_rows(ptrdiff_t rows, ptrdiff_t n, const float *x, ptrdiff_t x_row, uint32_t *y, ptrdiff_t y_row) {
    for (ptrdiff_t row = 0; row < rows; row++, x += x_row, y += y_row)
        for (ptrdiff_t i = 0; i < n; i += LANES) {
            vw v = rounded16(load_part(x + i, n - i < LANES ? n - i : LANES));
            typedef uint32_t half __attribute__((vector_size(32), aligned(4), may_alias));
            half earlier = __builtin_shufflevector(v, v, 0, 2, 4, 6, 8, 10, 12, 14);
            half later = __builtin_shufflevector(v, v, 1, 3, 5, 7, 9, 11, 13, 15);
            *(half *)(y + i / 2) = earlier | later << 16;
        }
}

/// The rows themselves in pairs: words(rows) rows of words, zero for rows that are not there.
static void round_pairs(ptrdiff_t rows, ptrdiff_t groups, const float *x, ptrdiff_t x_row, uint32_t *y,
                        ptrdiff_t y_row) {
    for (ptrdiff_t first = 0; first < words(rows) * 2; first += 2)
        for (ptrdiff_t j = 0; j < groups * LANES; j += LANES) {
            vw earlier = first < rows ? rounded16(load(x + first * x_row + j)) : (vw){0};
            vw later = first + 1 < rows ? rounded16(load(x + (first + 1) * x_row + j)) : (vw){0};
            *(vw *)(y + first / 2 * y_row + j) = earlier | later << 16;
        }
}

/// The words of a row of a tile, and the rows of one.
enum { TILE_WORDS = 16, TILE_ROWS = 16 };

/// Copies what there is of some rows of words, and fills up with zeros, which change no sum.
INLINE void fill_up(ptrdiff_t rows, ptrdiff_t columns, const uint32_t *x, ptrdiff_t x_row, ptrdiff_t all_rows,
                    ptrdiff_t all_columns, uint32_t *y) {
    for (ptrdiff_t i = 0; i < all_rows; i++)
        for (ptrdiff_t j = 0; j < all_columns; j++) y[i * all_columns + j] = i < rows && j < columns ? x[i * x_row + j] : 0;
}

/// Up to two tiles of rows, m0 and m1, by up to two groups of columns; the rows of A lie along k. Tiles 0 to 3 are sums, 4 and 5 rows of
/// A, 6 and 7 columns of B.
INLINE void tile_block(const int two_rows, const int two_groups, ptrdiff_t m0, ptrdiff_t m1, ptrdiff_t k, ptrdiff_t blocks,
                       ptrdiff_t a_row, ptrdiff_t a_block, ptrdiff_t b_step, ptrdiff_t c_row, ptrdiff_t start_row,
                       const uint32_t *a, const uint32_t *b, float *c, const float *start) {
    if (start) {
        TILE_LOAD(0, start, start_row);
        if (two_groups) TILE_LOAD(1, start + LANES, start_row);
        if (two_rows) TILE_LOAD(2, start + m0 * start_row, start_row);
        if (two_rows && two_groups) TILE_LOAD(3, start + m0 * start_row + LANES, start_row);
    } else {
        TILE_ZERO(0);
        if (two_groups) TILE_ZERO(1);
        if (two_rows) TILE_ZERO(2);
        if (two_rows && two_groups) TILE_ZERO(3);
    }
    uint32_t left_part[2 * TILE_ROWS * TILE_WORDS], right_part[TILE_WORDS * 2 * LANES];
    for (ptrdiff_t block = 0; block < blocks; block++)
        for (ptrdiff_t p = 0; p < k; p += TILE_WORDS) {
            const uint32_t *left = a + block * a_block + p, *right = b;
            ptrdiff_t left_row = a_row, right_row = b_step, depth = k - p < TILE_WORDS ? k - p : TILE_WORDS;
            b += depth * b_step;
            if (depth < TILE_WORDS) {
                fill_up(m0 + m1, depth, left, a_row, m0 + m1, TILE_WORDS, left_part);
                fill_up(depth, two_groups ? 2 * LANES : LANES, right, b_step, TILE_WORDS, two_groups ? 2 * LANES : LANES,
                        right_part);
                left = left_part, left_row = TILE_WORDS;
                right = right_part, right_row = two_groups ? 2 * LANES : LANES;
            }
            TILE_LOAD(4, left, left_row);
            TILE_LOAD(6, right, right_row);
            TILE_PRODUCT(0, 4, 6);
            if (two_groups) TILE_LOAD(7, right + LANES, right_row);
            if (two_groups) TILE_PRODUCT(1, 4, 7);
            if (two_rows) TILE_LOAD(5, left + m0 * left_row, left_row);
            if (two_rows) TILE_PRODUCT(2, 5, 6);
            if (two_rows && two_groups) TILE_PRODUCT(3, 5, 7);
        }
    TILE_STORE(0, c, c_row);
    if (two_groups) TILE_STORE(1, c + LANES, c_row);
    if (two_rows) TILE_STORE(2, c + m0 * c_row, c_row);
    if (two_rows && two_groups) TILE_STORE(3, c + m0 * c_row + LANES, c_row);
}

#define TILE_BLOCK(name, two_rows, two_groups)                                                                       \
    static __attribute__((noinline)) void name(                                                                      \
        ptrdiff_t m0, ptrdiff_t m1, ptrdiff_t k, ptrdiff_t blocks, ptrdiff_t a_row, ptrdiff_t a_block,               \
        ptrdiff_t b_step, ptrdiff_t c_row, ptrdiff_t start_row, const uint32_t *a, const uint32_t *b, float *c,      \
        const float *start) {                                                                                        \
        tile_block(two_rows, two_groups, m0, m1, k, blocks, a_row, a_block, b_step, c_row, start_row, a, b, c, start);\
    }
TILE_BLOCK(tile_block_1_1, 0, 0)
TILE_BLOCK(tile_block_1_2, 0, 1)
TILE_BLOCK(tile_block_2_1, 1, 0)
TILE_BLOCK(tile_block_2_2, 1, 1)

/// All groups of one stretch of rows, 32 at most, whose words lie along k.
static void tile_rows(ptrdiff_t rows, ptrdiff_t groups, ptrdiff_t k, ptrdiff_t blocks, ptrdiff_t a_row, ptrdiff_t a_block,
                      ptrdiff_t b_step, ptrdiff_t c_row, ptrdiff_t start_row, const uint32_t *a, const uint32_t *b, float *c,
                      const float *start) {
    // Two tiles of nearly equal height: the time goes with the rows.
    ptrdiff_t m0 = rows <= TILE_ROWS ? rows : (rows + 1) / 2, m1 = rows - m0;
    TILE_CONFIGURE(m0, m1);
    for (ptrdiff_t group = 0; group < groups; group += 2) {
        const float *from = start ? start + group * LANES : 0;
        (m1 ? groups - group > 1 ? tile_block_2_2 : tile_block_2_1
            : groups - group > 1 ? tile_block_1_2 : tile_block_1_1)(m0, m1, k, blocks, a_row, a_block, b_step, c_row,
                                                                    start_row, a, b + group * LANES, c + group * LANES, from);
    }
}

/// y[i][p] = x[p][i] for sixteen words of each of up to sixteen rows of k; what is not there becomes zero.
INLINE void turn(ptrdiff_t k, ptrdiff_t rows, const uint32_t *x, ptrdiff_t step, ptrdiff_t row, uint32_t *y, ptrdiff_t y_row) {
    vw v[16];
    UNROLL for (int p = 0; p < 16; p++) {
        if (row == 1 && rows == 16) {
            v[p] = p < k ? *(const vw *)(x + p * step) : (vw){0};
        } else {
            uint32_t part[16] = {0};
            for (ptrdiff_t i = 0; i < rows && p < k; i++) part[i] = x[p * step + i * row];
            v[p] = *(const vw *)part;
        }
    }
    // Halves of ever larger blocks change places.
    UNROLL for (int half = 1; half < 16; half *= 2) {
        UNROLL for (int p = 0; p < 16; p++) {
            if (p & half) continue;
            vw low = v[p], high = v[p + half];
            if (half == 1) {
                v[p] = __builtin_shufflevector(low, high, 0, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30);
                v[p + 1] = __builtin_shufflevector(low, high, 1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31);
            } else if (half == 2) {
                v[p] = __builtin_shufflevector(low, high, 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29);
                v[p + 2] = __builtin_shufflevector(low, high, 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31);
            } else if (half == 4) {
                v[p] = __builtin_shufflevector(low, high, 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27);
                v[p + 4] = __builtin_shufflevector(low, high, 4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31);
            } else {
                v[p] = __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23);
                v[p + 8] = __builtin_shufflevector(low, high, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31);
            }
        }
    }
    UNROLL for (int i = 0; i < 16; i++) *(vw *)(y + i * y_row) = v[i];
}

/// The words of a stretch of k that are turned together: the rows of B that belong to them stay in the first-level cache.
enum { TURNED_WORDS = 128 };

/// As `product`, with words instead of numbers: k, steps and distances of both operands are in words.
static void pair_product(ptrdiff_t rows, ptrdiff_t groups, PRODUCT_SIZES, const uint32_t *a, const uint32_t *b, float *c,
                         const float *start) {
    ptrdiff_t count = (rows + 2 * TILE_ROWS - 1) / (2 * TILE_ROWS);
    if (a_step == 1) {
        for (ptrdiff_t i = 0; i < count; i++) {
            ptrdiff_t first = rows * i / count, height = rows * (i + 1) / count - first;
            tile_rows(height, groups, k, blocks, a_row, a_block, b_step, c_row, start_row, a + first * a_row, b,
                      c + first * c_row, start ? start + first * start_row : 0);
        }
        return;
    }
    // A lies across k, as for the gradients by the weights: it is turned, and each stretch goes on from the sums of the last.
    uint32_t turned[2 * TILE_ROWS * TURNED_WORDS];
    const float *from = start;
    ptrdiff_t from_row = start_row;
    for (ptrdiff_t block = 0; block < blocks; block++)
        for (ptrdiff_t p = 0; p < k; p += TURNED_WORDS) {
            ptrdiff_t depth = k - p < TURNED_WORDS ? k - p : TURNED_WORDS;
            const uint32_t *left = a + block * a_block + p * a_step, *right = b + (block * k + p) * b_step;
            for (ptrdiff_t i = 0; i < count; i++) {
                ptrdiff_t first = rows * i / count, height = rows * (i + 1) / count - first;
                for (ptrdiff_t row = 0; row < height; row += TILE_ROWS)
                    for (ptrdiff_t q = 0; q < depth; q += TILE_WORDS)
                        turn(depth - q < TILE_WORDS ? depth - q : TILE_WORDS,
                             height - row < TILE_ROWS ? height - row : TILE_ROWS,
                             left + (first + row) * a_row + q * a_step, a_step, a_row, turned + row * TURNED_WORDS + q,
                             TURNED_WORDS);
                tile_rows(height, groups, depth, 1, TURNED_WORDS, 0, b_step, c_row, from_row, turned, right,
                          c + first * c_row, from ? from + first * from_row : 0);
            }
            from = c;
            from_row = c_row;
        }
}
