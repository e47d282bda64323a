/* A sound card for tests: an ALSA I/O plug-in that takes sound at the pace of a clock and records what is heard.
 *
 * Configuration of a PCM of type "fakecard":
 *   file         where the frames heard go (raw, 16 bits, stereo)
 *   log          where the events go, one "name value" a line
 *   speed        seconds of the card's clock in one of ours (1 by default)
 *   strict       1: runs dry when the program is late, as a real card does; 0: its clock waits for the program
 *   rate         the only rate it knows (by default 44100, 48000 and 96000)
 *   underrun_at, suspend_at, unplug_at, stall_at   the frame, counted as heard, at which that happens, once
 *   resume       1: can be resumed after a suspension; 0: must be prepared again
 *   always_underrun  1: runs dry whenever it is asked
 *   busy         1: cannot be opened
 */
#include <alsa/asoundlib.h>
#include <alsa/pcm_external.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

typedef struct {
    snd_pcm_ioplug_t io;
    FILE *file, *log;
    char *queue;                    /* buffer_size frames, not yet heard */
    int running, suspended, unplugged;
    int64_t start, start_frames;    /* the clock's start, and the frames heard by then since preparing */
    int64_t written, heard;         /* frames since preparing */
    int64_t total;                  /* frames heard since opening */
    double speed;
    long strict, resume, always_underrun, underrun_at, suspend_at, unplug_at, stall_at;
} card;

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void report(card *c, const char *name, long long value) {
    if (c->log) { fprintf(c->log, "%s %lld\n", name, value); fflush(c->log); }
}

static size_t frame_bytes(card *c) { return snd_pcm_format_physical_width(c->io.format) / 8 * c->io.channels; }

static void hear(card *c, int64_t upto) {
    size_t bytes = frame_bytes(c);
    for (; c->heard < upto; c->heard++, c->total++)
        if (c->file) fwrite(c->queue + (c->heard % (int64_t)c->io.buffer_size) * bytes, bytes, 1, c->file);
}

static void restart_clock(card *c) { c->start = now(); c->start_frames = c->heard; }

static int due(long *at, int64_t frame) {
    if (*at < 0 || frame < *at) return 0;
    *at = -1;
    return 1;
}

/* Moves the clock on. Negative: the card has run dry. */
static int advance(card *c) {
    if (!c->running) return 0;
    if (c->always_underrun) { c->running = 0; report(c, "underrun", c->total); return -EPIPE; }
    if (c->stall_at >= 0 && c->total >= c->stall_at) return 0;
    int64_t target = c->start_frames + (int64_t)((now() - c->start) * 1e-9 * c->io.rate * c->speed);
    if (target > c->written) {
        hear(c, c->written);
        if (c->strict && c->io.state == SND_PCM_STATE_RUNNING) {
            c->running = 0;
            report(c, "late", c->total);
            return -EPIPE;
        }
        restart_clock(c);
    } else hear(c, target);
    if (due(&c->underrun_at, c->total)) {
        hear(c, c->written);        /* a card runs dry when all is heard */
        c->running = 0;
        report(c, "underrun", c->total);
        return -EPIPE;
    }
    if (due(&c->suspend_at, c->total)) {
        c->running = 0;
        c->suspended = 1;
        report(c, "suspend", c->total);
        if (!c->resume) report(c, "lost", c->written - c->heard);
        snd_pcm_ioplug_set_state(&c->io, SND_PCM_STATE_SUSPENDED);
    }
    if (due(&c->unplug_at, c->total)) {
        c->running = 0;
        c->unplugged = 1;
        report(c, "unplug", c->total);
        snd_pcm_ioplug_set_state(&c->io, SND_PCM_STATE_DISCONNECTED);
    }
    return 0;
}

static int card_start(snd_pcm_ioplug_t *io) {
    card *c = io->private_data;
    c->running = 1;
    restart_clock(c);
    report(c, "start", c->total);
    return 0;
}

static int card_stop(snd_pcm_ioplug_t *io) {
    card *c = io->private_data;
    if (c->running) report(c, "stop", c->total);
    if (c->running && c->written > c->heard) report(c, "dropped", c->written - c->heard);
    c->running = 0;
    return 0;
}

static int card_prepare(snd_pcm_ioplug_t *io) {
    card *c = io->private_data;
    if (c->unplugged) return -ENODEV;
    free(c->queue);
    c->queue = calloc(io->buffer_size, frame_bytes(c));
    if (!c->queue) return -ENOMEM;
    c->running = c->suspended = 0;
    c->written = c->heard = 0;
    int64_t tick = (int64_t)(1e9 * io->period_size / io->rate / c->speed) / 4;
    if (tick < 50000) tick = 50000;
    struct itimerspec timer = {.it_interval = {tick / 1000000000, tick % 1000000000}};
    timer.it_value = timer.it_interval;
    timerfd_settime(io->poll_fd, 0, &timer, NULL);
    report(c, "prepare", c->total);
    return 0;
}

static int card_resume(snd_pcm_ioplug_t *io) {
    card *c = io->private_data;
    if (!c->suspended || !c->resume) return -ENOSYS;
    c->suspended = 0;
    c->running = 1;
    restart_clock(c);
    report(c, "resume", c->total);
    snd_pcm_ioplug_set_state(io, SND_PCM_STATE_RUNNING);
    return 0;
}

static snd_pcm_sframes_t card_pointer(snd_pcm_ioplug_t *io) {
    card *c = io->private_data;
    int error = advance(c);
    return error < 0 ? error : (snd_pcm_sframes_t)c->heard;
}

static snd_pcm_sframes_t card_transfer(snd_pcm_ioplug_t *io, const snd_pcm_channel_area_t *areas,
                                       snd_pcm_uframes_t offset, snd_pcm_uframes_t frames) {
    card *c = io->private_data;
    if (c->unplugged) return -ENODEV;
    size_t bytes = frame_bytes(c);
    const char *from = (const char *)areas[0].addr + (areas[0].first + areas[0].step * offset) / 8;
    for (snd_pcm_uframes_t i = 0; i < frames; i++, c->written++)
        memcpy(c->queue + (c->written % (int64_t)io->buffer_size) * bytes, from + i * bytes, bytes);
    return frames;
}

static int card_delay(snd_pcm_ioplug_t *io, snd_pcm_sframes_t *frames) {
    card *c = io->private_data;
    *frames = c->written - c->heard;
    return 0;
}

static int card_revents(snd_pcm_ioplug_t *io, struct pollfd *pfd, unsigned count, unsigned short *revents) {
    card *c = io->private_data;
    uint64_t ticks;
    (void)count;
    if (pfd[0].revents & POLLIN) (void)!read(pfd[0].fd, &ticks, sizeof ticks);
    snd_pcm_sframes_t room = snd_pcm_avail_update(io->pcm);
    *revents = room < 0 || c->suspended || c->unplugged ? POLLERR | POLLOUT : room >= (snd_pcm_sframes_t)io->period_size ? POLLOUT : 0;
    return 0;
}

static int card_close(snd_pcm_ioplug_t *io) {
    card *c = io->private_data;
    report(c, "close", c->total);
    if (c->file) fclose(c->file);
    if (c->log) fclose(c->log);
    close(io->poll_fd);
    free(c->queue);
    free(c);
    return 0;
}

static const snd_pcm_ioplug_callback_t callbacks = {
    .start = card_start, .stop = card_stop, .pointer = card_pointer, .transfer = card_transfer,
    .prepare = card_prepare, .resume = card_resume, .delay = card_delay, .poll_revents = card_revents,
    .close = card_close,
};

SND_PCM_PLUGIN_DEFINE_FUNC(fakecard) {
    (void)root;
    const char *file = NULL, *log = NULL;
    long rate = 0, busy = 0;
    card *c = calloc(1, sizeof *c);
    if (!c) return -ENOMEM;
    c->speed = 1;
    c->underrun_at = c->suspend_at = c->unplug_at = c->stall_at = -1;
    const struct { const char *name; long *value; } numbers[] = {
        {"strict", &c->strict}, {"rate", &rate}, {"busy", &busy}, {"resume", &c->resume},
        {"always_underrun", &c->always_underrun}, {"underrun_at", &c->underrun_at},
        {"suspend_at", &c->suspend_at}, {"unplug_at", &c->unplug_at}, {"stall_at", &c->stall_at},
    };
    snd_config_iterator_t i, next;
    snd_config_for_each(i, next, conf) {
        snd_config_t *node = snd_config_iterator_entry(i);
        const char *id;
        if (snd_config_get_id(node, &id) < 0) continue;
        if (!strcmp(id, "file")) snd_config_get_string(node, &file);
        if (!strcmp(id, "log")) snd_config_get_string(node, &log);
        if (!strcmp(id, "speed")) snd_config_get_ireal(node, &c->speed);
        for (size_t n = 0; n < sizeof numbers / sizeof *numbers; n++)
            if (!strcmp(id, numbers[n].name)) snd_config_get_integer(node, numbers[n].value);
    }
    if (busy) { free(c); return -EBUSY; }
    c->file = file ? fopen(file, "wb") : NULL;
    c->log = log ? fopen(log, "w") : NULL;
    c->io.version = SND_PCM_IOPLUG_VERSION;
    c->io.name = "card for tests";
    c->io.flags = SND_PCM_IOPLUG_FLAG_BOUNDARY_WA;
    c->io.callback = &callbacks;
    c->io.private_data = c;
    c->io.poll_fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    c->io.poll_events = POLLIN;
    int error = snd_pcm_ioplug_create(&c->io, name, stream, mode);
    if (error < 0) { free(c); return error; }
    const unsigned access[] = {SND_PCM_ACCESS_RW_INTERLEAVED}, format[] = {SND_PCM_FORMAT_S16};
    const unsigned rates[] = {44100, 48000, 96000}, only[] = {(unsigned)rate};
    snd_pcm_ioplug_set_param_list(&c->io, SND_PCM_IOPLUG_HW_ACCESS, 1, access);
    snd_pcm_ioplug_set_param_list(&c->io, SND_PCM_IOPLUG_HW_FORMAT, 1, format);
    snd_pcm_ioplug_set_param_list(&c->io, SND_PCM_IOPLUG_HW_RATE, rate ? 1 : 3, rate ? only : rates);
    snd_pcm_ioplug_set_param_minmax(&c->io, SND_PCM_IOPLUG_HW_CHANNELS, 2, 2);
    snd_pcm_ioplug_set_param_minmax(&c->io, SND_PCM_IOPLUG_HW_PERIOD_BYTES, 256, 65536);
    snd_pcm_ioplug_set_param_minmax(&c->io, SND_PCM_IOPLUG_HW_PERIODS, 2, 64);
    *pcmp = c->io.pcm;
    return 0;
}
SND_PCM_PLUGIN_SYMBOL(fakecard);
