#ifndef WOODSHED_PRETRAINED_TEXT_H
#define WOODSHED_PRETRAINED_TEXT_H

#include <stddef.h>

/// The text model that comes with `textgen`, as a model file; written by `textgen train`, its weights in 16 bits.
extern const unsigned char *_Nonnull const pretrained_text_model;

/// The bytes of the file.
extern const size_t pretrained_text_model_count;

#endif
