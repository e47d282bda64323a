#include "CFluidSynth.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

/* Where FluidSynth cannot load a font it tries libinstpatch, for the DLS format, which complains on standard error
 * through GLib. FluidSynth's own complaint is the useful one. Not every FluidSynth is built with GLib. */
static void ignore(const char *domain, int level, const char *message, void *data) {
    (void)domain, (void)level, (void)message, (void)data;
}

static void silence_glib(void *handle) {
    void *(*set_handler)(void (*)(const char *, int, const char *, void *), void *) =
        (__typeof__(set_handler))dlsym(handle, "g_log_set_default_handler");
    if (set_handler) set_handler(ignore, NULL);
}

const cfluidsynth_functions *cfluidsynth_load(const char *library, char *reason, size_t capacity) {
    void *handle = dlopen(library, RTLD_LAZY | RTLD_LOCAL);
    if (!handle) {
        snprintf(reason, capacity, "%s", dlerror());
        return NULL;
    }
    cfluidsynth_functions *table = malloc(sizeof *table);
    if (!table) {
        snprintf(reason, capacity, "out of memory");
        return NULL;
    }
#define CFLUIDSYNTH_FIND(name)                                                \
    if (!(table->name = (__typeof__(name) *)dlsym(handle, #name))) {          \
        snprintf(reason, capacity, "%s has no function %s", library, #name);  \
        free(table);                                                          \
        return NULL;                                                          \
    }
    CFLUIDSYNTH_EACH_FUNCTION(CFLUIDSYNTH_FIND)
    silence_glib(handle);
    return table;
}
