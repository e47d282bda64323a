// Carries the shipped files in the executable with C23's #embed, so that a binary that was moved still finds them.

#include "Pretrained.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char lead_model[] = {
#embed "lead.safetensors"
};

const pretrained_file pretrained_lead_model = {"lead.safetensors", lead_model, sizeof lead_model};

static const unsigned char backward_model[] = {
#embed "backward.safetensors"
};

const pretrained_file pretrained_backward_model = {"backward.safetensors", backward_model, sizeof backward_model};

static const unsigned char bass_model[] = {
#embed "bass.safetensors"
};

const pretrained_file pretrained_bass_model = {"bass.safetensors", bass_model, sizeof bass_model};

static const unsigned char changes_model[] = {
#embed "changes.safetensors"
};

const pretrained_file pretrained_changes_model = {"changes.safetensors", changes_model, sizeof changes_model};

static const unsigned char drum_table[] = {
#embed "drums.table"
};

const pretrained_file pretrained_drum_table = {"drums.table", drum_table, sizeof drum_table};

static const unsigned char harmony_table[] = {
#embed "harmony.table"
};

const pretrained_file pretrained_harmony_table = {"harmony.table", harmony_table, sizeof harmony_table};

static const unsigned char ballad[] = {
#embed "../../samples/ballad.chart"
};
static const unsigned char blues[] = {
#embed "../../samples/blues.chart"
};
static const unsigned char bossa[] = {
#embed "../../samples/bossa.chart"
};
static const unsigned char dominants[] = {
#embed "../../samples/dominants.chart"
};
static const unsigned char jazz_blues[] = {
#embed "../../samples/jazz-blues.chart"
};
static const unsigned char minor_blues[] = {
#embed "../../samples/minor-blues.chart"
};
static const unsigned char minor_song[] = {
#embed "../../samples/minor-song.chart"
};
static const unsigned char modal[] = {
#embed "../../samples/modal.chart"
};
static const unsigned char rhythm_changes[] = {
#embed "../../samples/rhythm-changes.chart"
};
static const unsigned char turnarounds[] = {
#embed "../../samples/turnarounds.chart"
};
static const unsigned char two_five_one[] = {
#embed "../../samples/two-five-one.chart"
};
static const unsigned char waltz[] = {
#embed "../../samples/waltz.chart"
};

static const pretrained_file charts[] = {
    {"ballad", ballad, sizeof ballad},
    {"blues", blues, sizeof blues},
    {"bossa", bossa, sizeof bossa},
    {"dominants", dominants, sizeof dominants},
    {"jazz-blues", jazz_blues, sizeof jazz_blues},
    {"minor-blues", minor_blues, sizeof minor_blues},
    {"minor-song", minor_song, sizeof minor_song},
    {"modal", modal, sizeof modal},
    {"rhythm-changes", rhythm_changes, sizeof rhythm_changes},
    {"turnarounds", turnarounds, sizeof turnarounds},
    {"two-five-one", two_five_one, sizeof two_five_one},
    {"waltz", waltz, sizeof waltz},
};

const size_t pretrained_chart_count = sizeof charts / sizeof charts[0];

pretrained_file pretrained_chart(size_t index) { return charts[index]; }
