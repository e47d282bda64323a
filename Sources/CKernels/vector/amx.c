#include "CKernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

#pragma clang fp contract(off)
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,avx512bf16,avx2,fma,amx-tile,amx-bf16"))), apply_to = function)

/// How the tiles are shaped (Intel, Software Developer's Manual, volume 1, 18.3).
typedef struct {
    uint8_t palette, start_row, reserved[14];
    uint16_t bytes[16];
    uint8_t rows[16];
} tile_shapes;

/// The heights that this thread's tiles have: m0 and, times 256, m1.
static _Thread_local int tile_heights = -1;

/// Tiles 0 and 1 have m0 rows, 2 and 3 m1; 4 and 5 are the rows of A that belong to them, 6 and 7 are whole.
static void configure_tiles(int m0, int m1) {
    if (tile_heights == (m0 | m1 << 8)) return;
    tile_heights = m0 | m1 << 8;
    const int rows[8] = {m0, m0, m1 ? m1 : m0, m1 ? m1 : m0, m0, m1 ? m1 : m0, 16, 16};
    tile_shapes shapes = {.palette = 1};
    for (int i = 0; i < 8; i++) shapes.rows[i] = (uint8_t)rows[i], shapes.bytes[i] = 64;
    _tile_loadconfig(&shapes);
}

// Distances are in words of four bytes.
#define TILE_CONFIGURE(m0, m1) configure_tiles((int)(m0), (int)(m1))
#define TILE_ZERO(tile) _tile_zero(tile)
#define TILE_LOAD(tile, from, row) _tile_loadd(tile, from, (size_t)(row) * 4)
#define TILE_STORE(tile, to, row) _tile_stored(tile, to, (size_t)(row) * 4)
#define TILE_PRODUCT(sum, left, right) _tile_dpbf16ps(sum, left, right)

#define TILE_GROUPS 4
#define BYTES_VNNI
#define PRODUCTS_TILES
#define KERNELS ck_kernels_amx
#define KERNELS_NAME "amx"
#include "kernels.h"

#pragma clang attribute pop
#endif
