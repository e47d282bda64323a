// Carries the shipped file in the executable with C23's #embed, so that a binary that was moved still finds it.

#include "PretrainedText.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char text_model[] = {
#embed "text.safetensors"
};

const unsigned char *const pretrained_text_model = text_model;
const size_t pretrained_text_model_count = sizeof text_model;
