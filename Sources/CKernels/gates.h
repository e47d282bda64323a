// What the cells do with their gates, unit by unit. The equations stand in Sources/Recurrent/Cells; here z is what
// a gate's products and biases add up to, and dz the gradient of the loss by it. The derivatives used throughout:
// σ′(z) = s(1 − s) for s = σ(z), and tanh′(z) = 1 − t² for t = tanh(z).

#define SIZES ptrdiff_t first, ptrdiff_t rows, ptrdiff_t h

INLINE double through_sigmoid(double gradient, double s) { return gradient * (s * (1 - s)); }
INLINE double through_tanh(double gradient, double t) { return gradient * (1 - t * t); }

void ck_rnn_forward_f64(SIZES, const double *restrict z, double *restrict output) {
    for (ptrdiff_t i = first * h; i < (first + rows) * h; i++) output[i] = tanh_inline(z[i]);
}

void ck_rnn_backward_f64(SIZES, double *restrict z, const double *restrict output, double *restrict da) {
    for (ptrdiff_t i = 0; i < rows * h; i++) {
        z[first * h + i] = through_tanh(da[i], output[first * h + i]);
        da[i] = 0;
    }
}

void ck_lstm_forward_f64(SIZES, double *restrict gates, const double *restrict peephole, double *restrict memory,
                        double *restrict tanh_memory, double *restrict output) {
    for (ptrdiff_t r = 0; r < rows; r++) {
        double *restrict i = gates + (first + r) * 4 * h, *restrict f = i + h, *restrict g = f + h, *restrict o = g + h;
        double *restrict c = memory + r * h, *restrict t = tanh_memory + (first + r) * h;
        double *restrict a = output + (first + r) * h;
        if (peephole)
            for (ptrdiff_t j = 0; j < h; j++) {
                i[j] += peephole[j] * c[j];
                f[j] += peephole[h + j] * c[j];
            }
        for (ptrdiff_t j = 0; j < h; j++) {
            i[j] = sigmoid_inline(i[j]);
            f[j] = sigmoid_inline(f[j]);
            g[j] = tanh_inline(g[j]);
            c[j] = i[j] * g[j] + f[j] * c[j];
        }
        if (peephole)
            for (ptrdiff_t j = 0; j < h; j++) o[j] += peephole[2 * h + j] * c[j];
        for (ptrdiff_t j = 0; j < h; j++) {
            o[j] = sigmoid_inline(o[j]);
            t[j] = tanh_inline(c[j]);
            a[j] = o[j] * t[j];
        }
    }
}

void ck_lstm_backward_f64(SIZES, double *restrict gates, const double *restrict peephole,
                         const double *restrict previous_memory, const double *restrict tanh_memory, double *restrict da,
                         double *restrict dc, double *restrict dpeephole) {
    for (ptrdiff_t r = 0; r < rows; r++) {
        double *restrict i = gates + (first + r) * 4 * h, *restrict f = i + h, *restrict g = f + h, *restrict o = g + h;
        const double *restrict before = previous_memory + (first + r) * h, *restrict t = tanh_memory + (first + r) * h;
        double *restrict da_row = da + r * h, *restrict dc_row = dc + r * h;
        if (peephole) {
            for (ptrdiff_t j = 0; j < h; j++) {
                double c = i[j] * g[j] + f[j] * before[j];
                double dzo = through_sigmoid(da_row[j] * t[j], o[j]);
                double dmemory = dc_row[j] + through_tanh(da_row[j] * o[j], t[j]) + dzo * peephole[2 * h + j];
                double dzi = through_sigmoid(dmemory * g[j], i[j]), dzf = through_sigmoid(dmemory * before[j], f[j]);
                dpeephole[j] += dzi * before[j];
                dpeephole[h + j] += dzf * before[j];
                dpeephole[2 * h + j] += dzo * c;
                g[j] = through_tanh(dmemory * i[j], g[j]);
                dc_row[j] = dmemory * f[j] + dzi * peephole[j] + dzf * peephole[h + j];
                i[j] = dzi;
                f[j] = dzf;
                o[j] = dzo;
                da_row[j] = 0;
            }
        } else {
            for (ptrdiff_t j = 0; j < h; j++) {
                double dmemory = dc_row[j] + through_tanh(da_row[j] * o[j], t[j]);
                double dzi = through_sigmoid(dmemory * g[j], i[j]);
                o[j] = through_sigmoid(da_row[j] * t[j], o[j]);
                g[j] = through_tanh(dmemory * i[j], g[j]);
                dc_row[j] = dmemory * f[j];
                f[j] = through_sigmoid(dmemory * before[j], f[j]);
                i[j] = dzi;
                da_row[j] = 0;
            }
        }
    }
}

/// a⟨t⟩ = Γu·c̃ + (1 − Γu)·a⟨t−1⟩ for one row, c̃ coming in as z.
INLINE void update(ptrdiff_t h, const double *restrict u, double *restrict candidate, const double *restrict before,
                   double *restrict a) {
    for (ptrdiff_t j = 0; j < h; j++) {
        candidate[j] = tanh_inline(candidate[j]);
        a[j] = u[j] * candidate[j] + (1 - u[j]) * before[j];
    }
}

INLINE void update_backward(ptrdiff_t h, double *restrict u, double *restrict candidate, const double *restrict before,
                            double *restrict da) {
    for (ptrdiff_t j = 0; j < h; j++) {
        double dzu = through_sigmoid(da[j] * (candidate[j] - before[j]), u[j]);
        candidate[j] = through_tanh(da[j] * u[j], candidate[j]);
        da[j] *= 1 - u[j];
        u[j] = dzu;
    }
}

void ck_gru_simplified_forward_f64(SIZES, double *restrict gates, const double *restrict previous, double *restrict output) {
    for (ptrdiff_t r = first; r < first + rows; r++) {
        double *restrict u = gates + r * 2 * h;
        for (ptrdiff_t j = 0; j < h; j++) u[j] = sigmoid_inline(u[j]);
        update(h, u, u + h, previous + r * h, output + r * h);
    }
}

void ck_gru_simplified_backward_f64(SIZES, double *restrict gates, const double *restrict previous, double *restrict da) {
    for (ptrdiff_t r = 0; r < rows; r++) {
        double *restrict u = gates + (first + r) * 2 * h;
        update_backward(h, u, u + h, previous + (first + r) * h, da + r * h);
    }
}

void ck_gru_full_relevance_f64(SIZES, double *restrict gates, const double *restrict previous, double *restrict relevant) {
    for (ptrdiff_t r = first; r < first + rows; r++) {
        double *restrict both = gates + r * 3 * h;
        for (ptrdiff_t j = 0; j < 2 * h; j++) both[j] = sigmoid_inline(both[j]);
        for (ptrdiff_t j = 0; j < h; j++) relevant[r * h + j] = both[j] * previous[r * h + j];
    }
}

void ck_gru_full_update_f64(SIZES, double *restrict gates, const double *restrict previous, double *restrict output) {
    for (ptrdiff_t r = first; r < first + rows; r++) {
        double *restrict u = gates + r * 3 * h + h;
        update(h, u, u + h, previous + r * h, output + r * h);
    }
}

void ck_gru_full_update_backward_f64(SIZES, double *restrict gates, const double *restrict previous, double *restrict da) {
    for (ptrdiff_t r = 0; r < rows; r++) {
        double *restrict u = gates + (first + r) * 3 * h + h;
        update_backward(h, u, u + h, previous + (first + r) * h, da + r * h);
    }
}

void ck_gru_full_relevance_backward_f64(SIZES, double *restrict gates, const double *restrict previous,
                                       const double *restrict drelevant, double *restrict da) {
    for (ptrdiff_t r = 0; r < rows; r++) {
        double *restrict relevance = gates + (first + r) * 3 * h;
        const double *restrict before = previous + (first + r) * h, *restrict d = drelevant + r * h;
        for (ptrdiff_t j = 0; j < h; j++) {
            da[r * h + j] += d[j] * relevance[j];
            relevance[j] = through_sigmoid(d[j] * before[j], relevance[j]);
        }
    }
}

void ck_gru_reset_forward_f64(SIZES, double *restrict gates, const double *restrict candidate,
                             const double *restrict previous, double *restrict output) {
    for (ptrdiff_t row = first; row < first + rows; row++) {
        double *restrict r = gates + row * 3 * h, *restrict z = r + h, *restrict n = z + h;
        const double *restrict m = candidate + row * h, *restrict before = previous + row * h;
        for (ptrdiff_t j = 0; j < h; j++) {
            r[j] = sigmoid_inline(r[j]);
            z[j] = sigmoid_inline(z[j]);
            n[j] = tanh_inline(n[j] + r[j] * m[j]);
            output[row * h + j] = (1 - z[j]) * n[j] + z[j] * before[j];
        }
    }
}

void ck_gru_reset_backward_f64(SIZES, double *restrict gates, double *restrict candidate, const double *restrict previous,
                              double *restrict da) {
    for (ptrdiff_t row = 0; row < rows; row++) {
        double *restrict r = gates + (first + row) * 3 * h, *restrict z = r + h, *restrict n = z + h;
        double *restrict m = candidate + (first + row) * h, *restrict d = da + row * h;
        const double *restrict before = previous + (first + row) * h;
        for (ptrdiff_t j = 0; j < h; j++) {
            double dzn = through_tanh(d[j] * (1 - z[j]), n[j]);
            double dzz = through_sigmoid(d[j] * (before[j] - n[j]), z[j]);
            double dzr = through_sigmoid(dzn * m[j], r[j]);
            m[j] = dzn * r[j];
            d[j] *= z[j];
            r[j] = dzr;
            z[j] = dzz;
            n[j] = dzn;
        }
    }
}
