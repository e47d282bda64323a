// What amx.c does, with the tiles in memory: for tests, and for finding out whether a processor's tiles are to be trusted.

#include <string.h>

#include "CKernels.h"

#if defined(__x86_64__)

#pragma clang fp contract(off)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

static _Thread_local struct {
    ptrdiff_t rows;
    uint32_t words[16][16];
} tiles_here[8];

static void configure_tiles(ptrdiff_t m0, ptrdiff_t m1) {
    const ptrdiff_t rows[8] = {m0, m0, m1, m1, m0, m1, 16, 16};
    memset(tiles_here, 0, sizeof tiles_here);
    for (int i = 0; i < 8; i++) tiles_here[i].rows = rows[i];
}

static void zero_tile(int tile) { memset(tiles_here[tile].words, 0, sizeof tiles_here[tile].words); }

static void load_tile(int tile, const void *from, ptrdiff_t row) {
    for (ptrdiff_t i = 0; i < tiles_here[tile].rows; i++)
        memcpy(tiles_here[tile].words[i], (const uint32_t *)from + i * row, 64);
}

static void store_tile(int tile, void *to, ptrdiff_t row) {
    for (ptrdiff_t i = 0; i < tiles_here[tile].rows; i++)
        memcpy((uint32_t *)to + i * row, tiles_here[tile].words[i], 64);
}

static void multiply_tiles(int sum, int left, int right);

#define TILE_CONFIGURE(m0, m1) configure_tiles(m0, m1)
#define TILE_ZERO(tile) zero_tile(tile)
#define TILE_LOAD(tile, from, row) load_tile(tile, from, row)
#define TILE_STORE(tile, to, row) store_tile(tile, to, row)
#define TILE_PRODUCT(sum, left, right) multiply_tiles(sum, left, right)

#define TILE_GROUPS 1
#define PRODUCTS_TILES
#define KERNELS ck_kernels_tiles
#define KERNELS_NAME "tiles"
#include "kernels.h"

/// sum += left · right: a chain over the lower halves of the words, one over the upper ones, both from zero, their sum onto `sum`.
static void multiply_tiles(int sum, int left, int right) {
    for (ptrdiff_t i = 0; i < tiles_here[sum].rows; i++) {
        vf even = all(0), odd = all(0);
        for (int p = 0; p < 16; p++) {
            vw two = (vw){0} + tiles_here[left].words[i][p], both = *(const vw *)tiles_here[right].words[p];
            even = fma16((vf)(two << 16), (vf)(both << 16), even);
            odd = fma16((vf)(two & 0xFFFF0000u), (vf)(both & 0xFFFF0000u), odd);
        }
        float *row = (float *)tiles_here[sum].words[i];
        store(row, load(row) + (even + odd));
    }
}

#pragma clang attribute pop
#endif
