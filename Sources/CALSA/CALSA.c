#include "CALSA.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* alsa-lib may complain from any thread. The first messages say most, so later ones are dropped. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char messages[2048];
static size_t used;

static void collect(const char *file, int line, const char *function, int code, const char *format, ...) {
    (void)file, (void)line, (void)function;
    char message[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    pthread_mutex_lock(&lock);
    int written = snprintf(messages + used, sizeof messages - used, "%s%s%s\n",
                           message, code ? ": " : "", code ? strerror(code) : "");
    if (written > 0 && (size_t)written < sizeof messages - used) used += (size_t)written;
    messages[used] = 0;
    pthread_mutex_unlock(&lock);
}

size_t calsa_take_messages(char *text, size_t capacity) {
    if (capacity == 0) return 0;
    pthread_mutex_lock(&lock);
    size_t length = used < capacity ? used : capacity - 1;
    memcpy(text, messages, length);
    text[length] = 0;
    used = 0;
    messages[0] = 0;
    pthread_mutex_unlock(&lock);
    return length;
}

const calsa_functions *calsa_load(const char *library, char *reason, size_t capacity) {
    void *handle = dlopen(library, RTLD_LAZY | RTLD_LOCAL);
    if (!handle) {
        snprintf(reason, capacity, "%s", dlerror());
        return NULL;
    }
    calsa_functions *table = malloc(sizeof *table);
    if (!table) {
        snprintf(reason, capacity, "out of memory");
        return NULL;
    }
#define CALSA_FIND(name)                                                      \
    if (!(table->name = (__typeof__(name) *)dlsym(handle, #name))) {          \
        snprintf(reason, capacity, "%s has no function %s", library, #name);  \
        free(table);                                                          \
        return NULL;                                                          \
    }
    CALSA_EACH_FUNCTION(CALSA_FIND)
    table->snd_lib_error_set_handler(collect);
    return table;
}

void calsa_send(const calsa_functions *functions, snd_seq_t *sequencer, int port, snd_midi_event_t *parser,
                const unsigned char *bytes, size_t count) {
    while (count > 0) {
        snd_seq_event_t event;
        snd_seq_ev_clear(&event);
        long used = functions->snd_midi_event_encode(parser, bytes, (long)count, &event);
        if (used <= 0) return;
        bytes += used;
        count -= (size_t)used;
        if (event.type == SND_SEQ_EVENT_NONE) continue;
        snd_seq_ev_set_source(&event, (unsigned char)port);
        snd_seq_ev_set_subs(&event);
        snd_seq_ev_set_direct(&event);
        functions->snd_seq_event_output_direct(sequencer, &event);
    }
}

long calsa_receive(const calsa_functions *functions, snd_seq_t *sequencer, snd_midi_event_t *decoder,
                   unsigned char *bytes, size_t capacity) {
    snd_seq_event_t *event = NULL;
    int code = functions->snd_seq_event_input(sequencer, &event);
    if (code == -EAGAIN || code == -ENOSPC) return 0;
    if (code < 0) return -1;
    if (!event) return 0;
    long count = functions->snd_midi_event_decode(decoder, bytes, (long)capacity, event);
    return count > 0 ? count : 0;
}
