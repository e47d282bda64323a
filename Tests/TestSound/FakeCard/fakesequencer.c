/* A sequencer for tests: the functions of alsa-lib's snd_seq, as far as they are used, over files. All other functions are
 * alsa-lib's own, which this library is linked with.
 *
 * The environment variable FAKE_SEQUENCER names a directory: what is asked for is written to its file `log`, a line each, and
 * the messages in its file `in` (three bytes each) are what others send. Without it, or where it is empty, there is no sequencer.
 */
#include <alsa/asoundlib.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct _snd_seq {
    FILE *log, *in;
    snd_midi_event_t *encoder;
    snd_seq_event_t event;
};

static FILE *open_file(const char *name, const char *mode) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", getenv("FAKE_SEQUENCER"), name);
    return fopen(path, mode);
}

int snd_seq_open(snd_seq_t **handle, const char *name, int streams, int mode) {
    const char *directory = getenv("FAKE_SEQUENCER");
    if (!directory || !*directory) return -ENOENT;
    snd_seq_t *made = calloc(1, sizeof *made);
    if (!made) return -ENOMEM;
    made->log = open_file("log", "w");
    made->in = open_file("in", "r");
    snd_midi_event_new(256, &made->encoder);
    fprintf(made->log, "open %s %d %d\n", name, streams, mode);
    *handle = made;
    return 0;
}

int snd_seq_close(snd_seq_t *seq) {
    fprintf(seq->log, "close\n");
    fclose(seq->log);
    if (seq->in) fclose(seq->in);
    snd_midi_event_free(seq->encoder);
    free(seq);
    return 0;
}

int snd_seq_set_client_name(snd_seq_t *seq, const char *name) {
    fprintf(seq->log, "client %s\n", name);
    return 0;
}

int snd_seq_create_simple_port(snd_seq_t *seq, const char *name, unsigned caps, unsigned type) {
    fprintf(seq->log, "port %s %u %u\n", name, caps, type);
    return 3;
}

/* There is one client, 128, called Synth, with two ports. */
int snd_seq_parse_address(snd_seq_t *seq, snd_seq_addr_t *address, const char *text) {
    (void)seq;
    if (strncmp(text, "Synth", 5)) return -ENOENT;
    const char *colon = strchr(text, ':');
    address->client = 128;
    address->port = colon ? (unsigned char)atoi(colon + 1) : 0;
    return 0;
}

static int connected(snd_seq_t *seq, const char *how, int own, int client, int port) {
    if (client != 128 || port > 1) return -ENOENT;
    fprintf(seq->log, "%s %d %d:%d\n", how, own, client, port);
    return 0;
}

int snd_seq_connect_to(snd_seq_t *seq, int own, int client, int port) { return connected(seq, "to", own, client, port); }
int snd_seq_connect_from(snd_seq_t *seq, int own, int client, int port) {
    return connected(seq, "from", own, client, port);
}

int snd_seq_event_output_direct(snd_seq_t *seq, snd_seq_event_t *event) {
    fprintf(seq->log, "event %d from %d to %d:%d queue %d:", event->type, event->source.port, event->dest.client,
            event->dest.port, event->queue);
    unsigned char bytes[64];
    snd_midi_event_t *decoder;
    snd_midi_event_new(64, &decoder);
    long count = snd_midi_event_decode(decoder, bytes, sizeof bytes, event);
    for (long i = 0; i < count; i++) fprintf(seq->log, " %d", bytes[i]);
    fprintf(seq->log, "\n");
    snd_midi_event_free(decoder);
    return 0;
}

int snd_seq_drain_output(snd_seq_t *seq) {
    fprintf(seq->log, "drain\n");
    return 0;
}

int snd_seq_event_input(snd_seq_t *seq, snd_seq_event_t **event) {
    unsigned char bytes[3];
    if (!seq->in || fread(bytes, 1, 3, seq->in) < 3) return -EAGAIN;
    snd_seq_ev_clear(&seq->event);
    snd_midi_event_encode(seq->encoder, bytes, 3, &seq->event);
    *event = &seq->event;
    return 1;
}
