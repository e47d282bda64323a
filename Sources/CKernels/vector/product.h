// Matrix products. The one inner loop keeps a tile of the result in registers: up to six rows of up to TILE_GROUPS
// groups of sixteen columns. An element is a chain of fused multiply-adds over k in ascending order, starting from
// `start` or zero: the same whatever tile it falls into, and so whatever the number of rows.

INLINE void tile(const int rows, const int groups, PRODUCT_SIZES, const float *a, const float *b, float *c,
                 const float *start) {
    vf sum[6][TILE_GROUPS];
    UNROLL for (int i = 0; i < rows; i++) UNROLL for (int j = 0; j < groups; j++)
        sum[i][j] = start ? load(start + i * start_row + j * LANES) : all(0);
    for (ptrdiff_t block = 0; block < blocks; block++) {
        const float *left_column = a + block * a_block;
        _Pragma("clang loop unroll_count(2)") for (ptrdiff_t p = 0; p < k; p++) {
            vf right[TILE_GROUPS];
            UNROLL for (int j = 0; j < groups; j++) {
                right[j] = load(b + j * LANES);
                // The second-level cache answers too late to be asked only now.
                __builtin_prefetch(b + 16 * b_step + j * LANES);
            }
            UNROLL for (int i = 0; i < rows; i++) {
                vf left = all(left_column[i * a_row]);
                UNROLL for (int j = 0; j < groups; j++) sum[i][j] = fma16(left, right[j], sum[i][j]);
            }
            left_column += a_step;
            b += b_step;
        }
    }
    UNROLL for (int i = 0; i < rows; i++) UNROLL for (int j = 0; j < groups; j++)
        store(c + i * c_row + j * LANES, sum[i][j]);
}

typedef void (*tile_function)(PRODUCT_SIZES, const float *a, const float *b, float *c, const float *start);

// Functions of their own, so that the compiler gives each the whole register file.
#define TILE(r, g)                                                                                                   \
    static __attribute__((noinline)) void tile_##r##_##g(PRODUCT_SIZES, const float *a, const float *b, float *c,    \
                                                         const float *start) {                                       \
        tile(r, g, k, blocks, a_row, a_step, a_block, b_step, c_row, start_row, a, b, c, start);                     \
    }
#define TILES(g) TILE(1, g) TILE(2, g) TILE(3, g) TILE(4, g) TILE(5, g) TILE(6, g)
#define TILE_NAMES(g) {0, tile_1_##g, tile_2_##g, tile_3_##g, tile_4_##g, tile_5_##g, tile_6_##g}

TILES(1)
#if TILE_GROUPS > 1
TILES(2)
TILES(3)
TILES(4)
static const tile_function tiles[TILE_GROUPS + 1][7] = {
    {0}, TILE_NAMES(1), TILE_NAMES(2), TILE_NAMES(3), TILE_NAMES(4)};
#else
static const tile_function tiles[TILE_GROUPS + 1][7] = {{0}, TILE_NAMES(1)};
#endif

/// As many rows of B as stay in the first-level cache while the tiles of one panel pass by.
enum { ROWS_TOGETHER = 128 };

// The loops around the tiles of a table, of numbers or of words: `name` multiplies matrices whose elements are of `type`.
// Tiles are of nearly equal height: five and five rows are faster than six and four. Each stretch of rows of B goes on with
// the sums from where the last one left them.
#define TILED_PRODUCT(name, type, most_groups, tiles)                                                                \
    static void name(ptrdiff_t rows, ptrdiff_t groups, PRODUCT_SIZES, const type *a, const type *b, float *c,        \
                     const float *start) {                                                                           \
        ptrdiff_t count = (rows + 5) / 6;                                                                            \
        for (ptrdiff_t group = 0; group < groups; group += most_groups) {                                            \
            ptrdiff_t width = groups - group < most_groups ? groups - group : most_groups;                           \
            ptrdiff_t step = blocks == 1 ? ROWS_TOGETHER : k;                                                        \
            for (ptrdiff_t p = 0; p < k; p += step) {                                                                \
                ptrdiff_t depth = k - p < step ? k - p : step;                                                       \
                const float *from = p ? c : start;                                                                   \
                ptrdiff_t from_row = p ? c_row : start_row;                                                          \
                for (ptrdiff_t i = 0; i < count; i++) {                                                              \
                    ptrdiff_t first = rows * i / count, height = rows * (i + 1) / count - first;                     \
                    tiles[width][height](depth, blocks, a_row, a_step, a_block, b_step, c_row, from_row,             \
                                         a + first * a_row + p * a_step, b + p * b_step + group * LANES,             \
                                         c + first * c_row + group * LANES,                                          \
                                         from ? from + first * from_row + group * LANES : 0);                        \
                }                                                                                                    \
            }                                                                                                        \
        }                                                                                                            \
    }

TILED_PRODUCT(product, float, TILE_GROUPS, tiles)

/// One row times a panel; with a single row in the tile there would be too few sums to keep the processor busy, so
/// each pass takes a second panel along.
static void row_products(ptrdiff_t panels, ptrdiff_t groups, ptrdiff_t k, const float *a, const float *b,
                         ptrdiff_t b_panel, float *c, ptrdiff_t c_panel) {
#if TILE_GROUPS > 1
    if (groups == 4)
        for (; panels >= 2; panels -= 2, b += 2 * b_panel, c += 2 * c_panel) {
            vf first[4], second[4];
            UNROLL for (int j = 0; j < 4; j++) {
                first[j] = load(c + j * LANES);
                second[j] = load(c + c_panel + j * LANES);
            }
            _Pragma("clang loop unroll_count(4)") for (ptrdiff_t p = 0; p < k; p++) {
                vf left = all(a[p]);
                UNROLL for (int j = 0; j < 4; j++) {
                    first[j] = fma16(left, load(b + p * 64 + j * LANES), first[j]);
                    second[j] = fma16(left, load(b + b_panel + p * 64 + j * LANES), second[j]);
                }
            }
            UNROLL for (int j = 0; j < 4; j++) {
                store(c + j * LANES, first[j]);
                store(c + c_panel + j * LANES, second[j]);
            }
        }
#endif
    for (; panels > 0; panels--, b += b_panel, c += c_panel)
        product(1, groups, k, 1, 0, 1, 0, groups * LANES, 0, 0, a, b, c, c);
}
