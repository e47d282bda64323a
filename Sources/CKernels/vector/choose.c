#include <string.h>

#include "CKernels.h"

extern const ck_kernels ck_kernels_baseline;

#if defined(__x86_64__)
#include <cpuid.h>
#include <sys/syscall.h>
#include <unistd.h>

extern const ck_kernels ck_kernels_amx, ck_kernels_avx512bf16, ck_kernels_avx512, ck_kernels_avx2, ck_kernels_tiles;

/// Whether the processor has tiles with bfloat16, and the system keeps and allows them.
static int has_tiles(void) {
    unsigned a, b, c, d;
    if (!__get_cpuid_count(7, 0, &a, &b, &c, &d) || !(d >> 22 & 1) || !(d >> 24 & 1)) return 0;  // AMX-BF16, AMX-TILE
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c >> 27 & 1)) return 0;                             // OSXSAVE
    unsigned low, high;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    if ((low >> 17 & 3) != 3) return 0;  // the system saves TILECFG and TILEDATA
#if defined(__linux__)
    // ARCH_REQ_XCOMP_PERM for feature 18, TILEDATA: without it the first use of a tile ends the process.
    return syscall(SYS_arch_prctl, 0x1023, 18) == 0;
#else
    return 0;
#endif
}

/// Whether a product in tiles has the bits that it has in memory: of odd sizes, with A along and across k.
static int agree(const ck_kernels *one, const ck_kernels *other) {
    enum { ROWS = 37, GROUPS = 3, K = 70, WORDS = 48 };
    static const ptrdiff_t columns = GROUPS * 16;
    float a[ROWS * K], turned[K * 48], b[K * GROUPS * 16], c[2][2][ROWS * GROUPS * 16];
    uint32_t state = 1;
#define NEXT ((float)((state = state * 1664525u + 1013904223u) >> 8) * 0x1p-22f - 2)
    for (int i = 0; i < ROWS * K; i++) a[i] = NEXT;
    for (int i = 0; i < K * GROUPS * 16; i++) b[i] = NEXT;
    for (int p = 0; p < K; p++)
        for (int i = 0; i < 48; i++) turned[p * 48 + i] = i < ROWS ? a[i * K + p] : 0;
#undef NEXT
    for (int n = 0; n < 2; n++) {
        const ck_kernels *kernels = n ? other : one;
        uint32_t left[ROWS * WORDS], across[36 * 48], right[36 * GROUPS * 16];
        kernels->round_rows(ROWS, K, a, K, left, WORDS);
        kernels->round_pairs(K, 3, turned, 48, across, 48);
        kernels->round_pairs(K, GROUPS, b, columns, right, columns);
        kernels->pair_product(ROWS, GROUPS, 36, 1, WORDS, 1, 0, columns, columns, 0, left, right, c[n][0], 0);
        kernels->pair_product(ROWS, GROUPS, 36, 1, 1, 48, 0, columns, columns, columns, across, right, c[n][1], c[n][0]);
    }
    return !memcmp(c[0], c[1], sizeof c[0]);
}

/// Whether the tiles are there and do what they should; asked of the processor once.
static int trusts_tiles(void) {
    static int known;  // 1: no, 2: yes
    int answer = __atomic_load_n(&known, __ATOMIC_ACQUIRE);
    if (!answer) {
        answer = has_tiles() && agree(&ck_kernels_amx, &ck_kernels_tiles) ? 2 : 1;
        __atomic_store_n(&known, answer, __ATOMIC_RELEASE);
    }
    return answer == 2;
}
#endif

const ck_kernels *ck_kernels_named(const char *name) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    int wide = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
               __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
               __builtin_cpu_supports("avx512vnni");
    int fused = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    int paired = wide && __builtin_cpu_supports("avx512bf16");
    if (paired && fused && (!name || !strcmp(name, "amx")) && trusts_tiles()) return &ck_kernels_amx;
    if (paired && (!name || !strcmp(name, "avx512bf16"))) return &ck_kernels_avx512bf16;
    if (wide && (!name || !strcmp(name, "avx512"))) return &ck_kernels_avx512;
    if (fused && (!name || !strcmp(name, "avx2"))) return &ck_kernels_avx2;
    if (fused && name && !strcmp(name, "tiles")) return &ck_kernels_tiles;
#endif
    return !name || !strcmp(name, "baseline") ? &ck_kernels_baseline : 0;
}
