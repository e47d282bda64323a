/* alsa-lib, loaded at run time: the same arrangement as CFluidSynth, for the same reason.
 * It also owns what Swift cannot express: alsa-lib's variadic error handler. */
#ifndef WOODSHED_CALSA_H
#define WOODSHED_CALSA_H

#include <alsa/asoundlib.h>
#include <stddef.h>

#define CALSA_EACH_FUNCTION(X) \
    X(snd_strerror) X(snd_lib_error_set_handler) \
    X(snd_pcm_open) X(snd_pcm_close) X(snd_pcm_state) X(snd_pcm_prepare) X(snd_pcm_resume) \
    X(snd_pcm_drop) X(snd_pcm_drain) X(snd_pcm_delay) X(snd_pcm_writei) \
    X(snd_pcm_poll_descriptors_count) X(snd_pcm_poll_descriptors) X(snd_pcm_poll_descriptors_revents) \
    X(snd_pcm_hw_params) X(snd_pcm_hw_params_malloc) X(snd_pcm_hw_params_free) X(snd_pcm_hw_params_any) \
    X(snd_pcm_hw_params_set_access) X(snd_pcm_hw_params_set_format) X(snd_pcm_hw_params_set_channels) \
    X(snd_pcm_hw_params_set_rate_near) X(snd_pcm_hw_params_set_period_size_near) \
    X(snd_pcm_hw_params_set_buffer_size_near) \
    X(snd_pcm_hw_params_get_period_size) X(snd_pcm_hw_params_get_buffer_size) \
    X(snd_pcm_sw_params) X(snd_pcm_sw_params_malloc) X(snd_pcm_sw_params_free) X(snd_pcm_sw_params_current) \
    X(snd_pcm_sw_params_set_start_threshold) X(snd_pcm_sw_params_set_avail_min) \
    X(snd_device_name_hint) X(snd_device_name_get_hint) X(snd_device_name_free_hint) \
    X(snd_seq_open) X(snd_seq_close) X(snd_seq_set_client_name) X(snd_seq_create_simple_port) \
    X(snd_seq_parse_address) X(snd_seq_connect_to) X(snd_seq_connect_from) \
    X(snd_seq_event_output_direct) X(snd_seq_drain_output) X(snd_seq_event_input) \
    X(snd_seq_poll_descriptors) X(snd_seq_poll_descriptors_count) \
    X(snd_midi_event_new) X(snd_midi_event_free) X(snd_midi_event_encode) X(snd_midi_event_decode)

typedef struct {
#define CALSA_FIELD(name) __typeof__(name) *_Nonnull name;
    CALSA_EACH_FUNCTION(CALSA_FIELD)
#undef CALSA_FIELD
} calsa_functions;

/* The table filled from the shared library `library`, or NULL, with the reason written into `reason` (always
 * terminated). Loading also replaces alsa-lib's error handler, which would print to standard error, by one that
 * collects. The table lives as long as the process. */
const calsa_functions *_Nullable calsa_load(const char *_Nonnull library, char *_Nonnull reason, size_t capacity);

/* Sends the bytes of whole MIDI messages through `port` to whoever has connected to it. `parser` makes events of bytes;
 * the macros that address an event are C only. */
void calsa_send(const calsa_functions *_Nonnull functions, snd_seq_t *_Nonnull sequencer, int port,
                snd_midi_event_t *_Nonnull parser, const unsigned char *_Nonnull bytes, size_t count);

/* The bytes of the next event that has come, 0 for none, below 0 where none will ever come. */
long calsa_receive(const calsa_functions *_Nonnull functions, snd_seq_t *_Nonnull sequencer,
                   snd_midi_event_t *_Nonnull decoder, unsigned char *_Nonnull bytes, size_t capacity);

/* Moves what alsa-lib has complained about since the last call, one line per message, into `text` (always
 * terminated; what does not fit is lost). Returns its length. */
size_t calsa_take_messages(char *_Nonnull text, size_t capacity);

#endif
