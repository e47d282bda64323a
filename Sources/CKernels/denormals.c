#include "CKernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

uint64_t ck_flush_denormals(void) {
    unsigned mode = _mm_getcsr();
    _mm_setcsr(mode | 0x8040);  // results (bit 15) and operands (bit 6)
    return mode;
}

void ck_restore_denormals(uint64_t mode) { _mm_setcsr((unsigned)mode); }

#elif defined(__aarch64__)

uint64_t ck_flush_denormals(void) {
    uint64_t mode;
    __asm__ volatile("mrs %0, fpcr" : "=r"(mode));
    __asm__ volatile("msr fpcr, %0" : : "r"(mode | (uint64_t)1 << 24));
    return mode;
}

void ck_restore_denormals(uint64_t mode) { __asm__ volatile("msr fpcr, %0" : : "r"(mode)); }

#else

uint64_t ck_flush_denormals(void) { return 0; }
void ck_restore_denormals(uint64_t mode) { (void)mode; }

#endif
