// Biases, table look-ups and the softmax: everything that goes row by row.

void NAME(set_rows)(ptrdiff_t m, ptrdiff_t n, const REAL *b, REAL *c, ptrdiff_t ldc) {
    for (ptrdiff_t i = 0; i < m; i++)
        for (ptrdiff_t j = 0; j < n; j++) c[i * ldc + j] = b[j];
}

void NAME(add_rows)(ptrdiff_t m, ptrdiff_t n, const REAL *b, REAL *c, ptrdiff_t ldc) {
    for (ptrdiff_t i = 0; i < m; i++)
        for (ptrdiff_t j = 0; j < n; j++) c[i * ldc + j] += b[j];
}

void NAME(add_column_sums)(ptrdiff_t m, ptrdiff_t n, const REAL *a, ptrdiff_t lda, REAL *b) {
    for (ptrdiff_t i = 0; i < m; i++)
        for (ptrdiff_t j = 0; j < n; j++) b[j] += a[i * lda + j];
}

// Sixteen units at a time for all rows: that much of a table stays in the cache even where its units lie far apart.
enum { UNITS = 16 };

void NAME(add_entries)(ptrdiff_t m, ptrdiff_t n, ptrdiff_t fields, const int32_t *ids, const int32_t *first,
                       const REAL *table, ptrdiff_t entry, ptrdiff_t unit, REAL *c, ptrdiff_t ldc) {
    for (ptrdiff_t j0 = 0; j0 < n; j0 += UNITS) {
        ptrdiff_t units = n - j0 < UNITS ? n - j0 : UNITS;
        for (ptrdiff_t i = 0; i < m; i++)
            for (ptrdiff_t f = 0; f < fields; f++) {
                if (ids[i * fields + f] < 0) continue;
                const REAL *from = table + ((ptrdiff_t)first[f] + ids[i * fields + f]) * entry + j0 * unit;
                REAL *to = c + i * ldc + j0;
                for (ptrdiff_t j = 0; j < units; j++) to[j] += from[j * unit];
            }
    }
}

void NAME(add_to_entries)(ptrdiff_t m, ptrdiff_t n, ptrdiff_t fields, const int32_t *ids, const int32_t *first,
                          REAL *table, ptrdiff_t entry, ptrdiff_t unit, const REAL *c, ptrdiff_t ldc) {
    for (ptrdiff_t j0 = 0; j0 < n; j0 += UNITS) {
        ptrdiff_t units = n - j0 < UNITS ? n - j0 : UNITS;
        for (ptrdiff_t i = 0; i < m; i++)
            for (ptrdiff_t f = 0; f < fields; f++) {
                if (ids[i * fields + f] < 0) continue;
                REAL *to = table + ((ptrdiff_t)first[f] + ids[i * fields + f]) * entry + j0 * unit;
                const REAL *from = c + i * ldc + j0;
                for (ptrdiff_t j = 0; j < units; j++) to[j * unit] += from[j];
            }
    }
}

double NAME(cross_entropy)(ptrdiff_t m, ptrdiff_t n, REAL *logits, const int32_t *targets, REAL scale,
                           ptrdiff_t *count) {
    double loss = 0;
    for (ptrdiff_t i = 0; i < m; i++) {
        REAL *row = logits + i * n;
        if (targets[i] < 0) {
            for (ptrdiff_t j = 0; j < n; j++) row[j] = 0;
            continue;
        }
        // Subtracting the largest logit changes no probability and keeps exp from overflowing.
        REAL largest = row[0], sum = 0;
        for (ptrdiff_t j = 1; j < n; j++) largest = row[j] > largest ? row[j] : largest;
        REAL chosen = row[targets[i]] - largest;
        for (ptrdiff_t j = 0; j < n; j++) row[j] = exp_inline(row[j] - largest);
        for (ptrdiff_t j = 0; j < n; j++) sum += row[j];
        loss += (double)(NAME(log)(sum) - chosen);
        *count += 1;
        // d loss / d logit_j = softmax_j − [j = target]
        REAL factor = scale / sum;
        for (ptrdiff_t j = 0; j < n; j++) row[j] *= factor;
        row[targets[i]] -= scale;
    }
    return loss;
}
