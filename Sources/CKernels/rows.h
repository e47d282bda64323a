// Biases, table look-ups and the softmax: everything that goes row by row.

void ck_set_rows_f64(ptrdiff_t m, ptrdiff_t n, const double *b, double *c, ptrdiff_t ldc) {
    for (ptrdiff_t i = 0; i < m; i++)
        for (ptrdiff_t j = 0; j < n; j++) c[i * ldc + j] = b[j];
}

void ck_add_rows_f64(ptrdiff_t m, ptrdiff_t n, const double *b, double *c, ptrdiff_t ldc) {
    for (ptrdiff_t i = 0; i < m; i++)
        for (ptrdiff_t j = 0; j < n; j++) c[i * ldc + j] += b[j];
}

void ck_add_column_sums_f64(ptrdiff_t m, ptrdiff_t n, const double *a, ptrdiff_t lda, double *b) {
    for (ptrdiff_t i = 0; i < m; i++)
        for (ptrdiff_t j = 0; j < n; j++) b[j] += a[i * lda + j];
}

// Sixteen units at a time for all rows: that much of a table stays in the cache even where its units lie far apart.
enum { UNITS = 16 };

void ck_add_entries_f64(ptrdiff_t m, ptrdiff_t n, ptrdiff_t fields, const int32_t *ids, const int32_t *first,
                       const double *table, ptrdiff_t entry, ptrdiff_t unit, double *c, ptrdiff_t ldc) {
    for (ptrdiff_t j0 = 0; j0 < n; j0 += UNITS) {
        ptrdiff_t units = n - j0 < UNITS ? n - j0 : UNITS;
        for (ptrdiff_t i = 0; i < m; i++)
            for (ptrdiff_t f = 0; f < fields; f++) {
                if (ids[i * fields + f] < 0) continue;
                const double *from = table + ((ptrdiff_t)first[f] + ids[i * fields + f]) * entry + j0 * unit;
                double *to = c + i * ldc + j0;
                for (ptrdiff_t j = 0; j < units; j++) to[j] += from[j * unit];
            }
    }
}

void ck_add_to_entries_f64(ptrdiff_t m, ptrdiff_t n, ptrdiff_t fields, const int32_t *ids, const int32_t *first,
                          double *table, ptrdiff_t entry, ptrdiff_t unit, const double *c, ptrdiff_t ldc) {
    for (ptrdiff_t j0 = 0; j0 < n; j0 += UNITS) {
        ptrdiff_t units = n - j0 < UNITS ? n - j0 : UNITS;
        for (ptrdiff_t i = 0; i < m; i++)
            for (ptrdiff_t f = 0; f < fields; f++) {
                if (ids[i * fields + f] < 0) continue;
                double *to = table + ((ptrdiff_t)first[f] + ids[i * fields + f]) * entry + j0 * unit;
                const double *from = c + i * ldc + j0;
                for (ptrdiff_t j = 0; j < units; j++) to[j * unit] += from[j];
            }
    }
}

double ck_cross_entropy_f64(ptrdiff_t m, ptrdiff_t n, double *logits, const int32_t *targets, double scale,
                           ptrdiff_t *count) {
    double loss = 0;
    for (ptrdiff_t i = 0; i < m; i++) {
        double *row = logits + i * n;
        if (targets[i] < 0) {
            for (ptrdiff_t j = 0; j < n; j++) row[j] = 0;
            continue;
        }
        // Subtracting the largest logit changes no probability and keeps exp from overflowing.
        double largest = row[0], sum = 0;
        for (ptrdiff_t j = 1; j < n; j++) largest = row[j] > largest ? row[j] : largest;
        double chosen = row[targets[i]] - largest;
        for (ptrdiff_t j = 0; j < n; j++) row[j] = exp_inline(row[j] - largest);
        for (ptrdiff_t j = 0; j < n; j++) sum += row[j];
        loss += (double)(ck_log_f64(sum) - chosen);
        *count += 1;
        // d loss / d logit_j = softmax_j − [j = target]
        double factor = scale / sum;
        for (ptrdiff_t j = 0; j < n; j++) row[j] *= factor;
        row[targets[i]] -= scale;
    }
    return loss;
}
