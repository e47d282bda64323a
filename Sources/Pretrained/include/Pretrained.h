#ifndef WOODSHED_PRETRAINED_H
#define WOODSHED_PRETRAINED_H

#include <stddef.h>

/// A file carried in the executable.
typedef struct {
    const char *name;
    const unsigned char *bytes;
    size_t count;
} pretrained_file;

/// The jazz lead model, as `jazz train` wrote it.
extern const pretrained_file pretrained_lead_model;

/// The lead model that reads backward, as `jazz train-backward` wrote it.
extern const pretrained_file pretrained_backward_model;

/// The bass model, as `jazz train-bass` wrote it.
extern const pretrained_file pretrained_bass_model;

/// The model of changes, as `jazz train-changes` wrote it.
extern const pretrained_file pretrained_changes_model;

/// The drummer's table, as `jazz train-drums` wrote it.
extern const pretrained_file pretrained_drum_table;

/// What is played over each chord, as `jazz train-harmony` wrote it.
extern const pretrained_file pretrained_harmony_table;

/// The number of sample charts.
extern const size_t pretrained_chart_count;

/// Sample chart `index`, 0 to pretrained_chart_count − 1, in the order of their names.
pretrained_file pretrained_chart(size_t index);

#endif
