// What the cells do with their gates, one panel at a time: `rows` rows, each `width` floats apart, of groups of sixteen
// columns. The equations stand in Sources/RecurrentReference; z is what a gate's products and biases add up to, dz the
// gradient of the loss by it. The derivatives used throughout: σ′(z) = s(1 − s) for s = σ(z), tanh′(z) = 1 − t² for
// t = tanh(z). Rows of a, c and their gradients are `stride` floats apart.

INLINE vf through_sigmoid(vf gradient, vf s) { return gradient * (s * (1 - s)); }
INLINE vf through_tanh(vf gradient, vf t) { return gradient * fma16(-t, t, all(1)); }

#define GROUP(n) (z + (n) * LANES)

/// Panel: four groups of units. z becomes a, which is also stored in `output`.
static void rnn_forward(ptrdiff_t rows, ptrdiff_t stride, float *z, float *output) {
    for (ptrdiff_t row = 0; row < rows; row++, z += 64, output += stride)
        UNROLL for (int j = 0; j < 4; j++) {
            vf a = tanh16(load(GROUP(j)));
            store(GROUP(j), a);
            store(output + j * LANES, a);
        }
}

static void rnn_backward(ptrdiff_t rows, ptrdiff_t stride, float *z, const float *above, const float *after) {
    for (ptrdiff_t row = 0; row < rows; row++, z += 64, above += stride, after += stride)
        UNROLL for (int j = 0; j < 4; j++) {
            vf da = load(above + j * LANES) + load(after + j * LANES);
            store(GROUP(j), through_tanh(da, load(GROUP(j))));
        }
}

/// Panel: i, f, g, o. `peephole` is three rows of weights, `peephole_row` apart, or null.
static void lstm_forward(ptrdiff_t rows, ptrdiff_t stride, float *z, const float *peephole, ptrdiff_t peephole_row,
                         const float *cell_state, float *new_cell_state, float *tanh_cell_state, float *output) {
    for (ptrdiff_t row = 0; row < rows; row++) {
        vf before = load(cell_state), zi = load(GROUP(0)), zf = load(GROUP(1)), zo = load(GROUP(3));
        if (peephole) {
            zi = fma16(load(peephole), before, zi);
            zf = fma16(load(peephole + peephole_row), before, zf);
        }
        vf i = sigmoid16(zi), f = sigmoid16(zf), g = tanh16(load(GROUP(2)));
        vf c = fma16(f, before, i * g);
        if (peephole) zo = fma16(load(peephole + 2 * peephole_row), c, zo);
        vf o = sigmoid16(zo), t = tanh16(c);
        store(GROUP(0), i);
        store(GROUP(1), f);
        store(GROUP(2), g);
        store(GROUP(3), o);
        store(new_cell_state, c);
        store(tanh_cell_state, t);
        store(output, o * t);
        z += 64;
        cell_state += stride;
        new_cell_state += stride;
        tanh_cell_state += stride;
        output += stride;
    }
}

/// With peepholes, whose gradient needs it, c⟨t⟩ is written to `new_cell_state`.
static void lstm_backward(ptrdiff_t rows, ptrdiff_t stride, float *z, const float *peephole, ptrdiff_t peephole_row,
                          const float *cell_state, float *new_cell_state, const float *tanh_cell_state,
                          const float *above, const float *after, float *dc) {
    for (ptrdiff_t row = 0; row < rows; row++) {
        vf i = load(GROUP(0)), f = load(GROUP(1)), g = load(GROUP(2)), o = load(GROUP(3));
        vf t = load(tanh_cell_state), before = load(cell_state), da = load(above) + load(after);
        vf dzo = through_sigmoid(da * t, o);
        vf dc_total = load(dc) + through_tanh(da * o, t);
        if (peephole) dc_total = fma16(dzo, load(peephole + 2 * peephole_row), dc_total);
        vf dzi = through_sigmoid(dc_total * g, i), dzf = through_sigmoid(dc_total * before, f);
        vf passed = dc_total * f;
        if (peephole) {
            passed = fma16(dzi, load(peephole), passed);
            passed = fma16(dzf, load(peephole + peephole_row), passed);
            store(new_cell_state, fma16(f, before, i * g));
            new_cell_state += stride;
        }
        store(GROUP(0), dzi);
        store(GROUP(1), dzf);
        store(GROUP(2), through_tanh(dc_total * i, g));
        store(GROUP(3), dzo);
        store(dc, passed);
        z += 64;
        cell_state += stride;
        tanh_cell_state += stride;
        above += stride;
        after += stride;
        dc += stride;
    }
}

/// dp += the sums over the rows of dz · what the gate saw through its peephole.
static void lstm_peephole_backward(ptrdiff_t rows, ptrdiff_t stride, const float *z, const float *cell_state,
                                   const float *new_cell_state, float *dpeephole, ptrdiff_t peephole_row) {
    vf pi = load(dpeephole), pf = load(dpeephole + peephole_row), po = load(dpeephole + 2 * peephole_row);
    for (ptrdiff_t row = 0; row < rows; row++, z += 64, cell_state += stride, new_cell_state += stride) {
        pi = fma16(load(GROUP(0)), load(cell_state), pi);
        pf = fma16(load(GROUP(1)), load(cell_state), pf);
        po = fma16(load(GROUP(3)), load(new_cell_state), po);
    }
    store(dpeephole, pi);
    store(dpeephole + peephole_row, pf);
    store(dpeephole + 2 * peephole_row, po);
}

/// a⟨t⟩ = Γu·c̃ + (1 − Γu)·a⟨t−1⟩ for sixteen units, the groups holding Γu and z of c̃.
INLINE void update(float *gate, float *candidate, const float *previous, float *output) {
    vf u = load(gate), n = tanh16(load(candidate)), before = load(previous);
    store(candidate, n);
    store(output, fma16(u, n - before, before));
}

/// Both groups become dz; returns the part of da that goes straight to a⟨t−1⟩.
INLINE vf update_backward(float *gate, float *candidate, const float *previous, vf da) {
    vf u = load(gate), n = load(candidate), before = load(previous);
    store(gate, through_sigmoid(da * (n - before), u));
    store(candidate, through_tanh(da * u, n));
    return da * (1 - u);
}

/// Panel: Γu, c̃ of sixteen units, Γu, c̃ of the next sixteen.
static void gru_simplified_forward(ptrdiff_t rows, ptrdiff_t stride, float *z, const float *previous, float *output) {
    for (ptrdiff_t row = 0; row < rows; row++, z += 64, previous += stride, output += stride)
        UNROLL for (int j = 0; j < 2; j++) {
            store(GROUP(2 * j), sigmoid16(load(GROUP(2 * j))));
            update(GROUP(2 * j), GROUP(2 * j + 1), previous + j * LANES, output + j * LANES);
        }
}

static void gru_simplified_backward(ptrdiff_t rows, ptrdiff_t stride, float *z, const float *previous,
                                    const float *above, float *after) {
    for (ptrdiff_t row = 0; row < rows; row++, z += 64, previous += stride, above += stride, after += stride)
        UNROLL for (int j = 0; j < 2; j++) {
            vf da = load(above + j * LANES) + load(after + j * LANES);
            store(after + j * LANES, update_backward(GROUP(2 * j), GROUP(2 * j + 1), previous + j * LANES, da));
        }
}

/// Panel: Γr, Γu, c̃. The gates that come before the candidate's product; `reset_output` is Γr·a⟨t−1⟩.
static void gru_full_reset(ptrdiff_t rows, ptrdiff_t stride, float *z, const float *previous, float *reset_output) {
    for (ptrdiff_t row = 0; row < rows; row++, z += 48, previous += stride, reset_output += stride) {
        vf r = sigmoid16(load(GROUP(0)));
        store(GROUP(0), r);
        store(GROUP(1), sigmoid16(load(GROUP(1))));
        store(reset_output, r * load(previous));
    }
}

static void gru_full_update(ptrdiff_t rows, ptrdiff_t stride, float *z, const float *previous, float *output) {
    for (ptrdiff_t row = 0; row < rows; row++, z += 48, previous += stride, output += stride)
        update(GROUP(1), GROUP(2), previous, output);
}

static void gru_full_update_backward(ptrdiff_t rows, ptrdiff_t stride, float *z, const float *previous,
                                     const float *above, float *after) {
    for (ptrdiff_t row = 0; row < rows; row++, z += 48, previous += stride, above += stride, after += stride)
        store(after, update_backward(GROUP(1), GROUP(2), previous, load(above) + load(after)));
}

static void gru_full_reset_backward(ptrdiff_t rows, ptrdiff_t stride, float *z, const float *previous,
                                        const float *dreset, float *after) {
    for (ptrdiff_t row = 0; row < rows; row++, z += 48, previous += stride, dreset += stride, after += stride) {
        vf r = load(GROUP(0)), d = load(dreset);
        store(after, fma16(d, r, load(after)));
        store(GROUP(0), through_sigmoid(d * load(previous), r));
    }
}

/// Panel: n, r, z and m, what the candidate's recurrent product and bias add up to: n = tanh(z_n + r·m).
static void gru_reset_forward(ptrdiff_t rows, ptrdiff_t stride, float *z, const float *previous, float *output) {
    for (ptrdiff_t row = 0; row < rows; row++, z += 64, previous += stride, output += stride) {
        vf r = sigmoid16(load(GROUP(1))), u = sigmoid16(load(GROUP(2))), before = load(previous);
        vf n = tanh16(fma16(r, load(GROUP(3)), load(GROUP(0))));
        store(GROUP(0), n);
        store(GROUP(1), r);
        store(GROUP(2), u);
        store(output, fma16(u, before - n, n));
    }
}

static void gru_reset_backward(ptrdiff_t rows, ptrdiff_t stride, float *z, const float *previous, const float *above,
                               float *after) {
    for (ptrdiff_t row = 0; row < rows; row++, z += 64, previous += stride, above += stride, after += stride) {
        vf n = load(GROUP(0)), r = load(GROUP(1)), u = load(GROUP(2)), m = load(GROUP(3));
        vf da = load(above) + load(after);
        vf dzn = through_tanh(da * (1 - u), n);
        store(GROUP(0), dzn);
        store(GROUP(1), through_sigmoid(dzn * m, r));
        store(GROUP(2), through_sigmoid(da * (load(previous) - n), u));
        store(GROUP(3), dzn * r);
        store(after, da * u);
    }
}
