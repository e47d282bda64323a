/* FluidSynth, loaded at run time.
 *
 * Linking libfluidsynth would make every start of the program load over sixty shared objects, and would make it
 * impossible to start where FluidSynth is not installed. So the real header gives the types, and a table of function
 * pointers, typed by the header's own declarations, is filled by dlopen and dlsym when sound is first asked for. */
#ifndef WOODSHED_CFLUIDSYNTH_H
#define WOODSHED_CFLUIDSYNTH_H

#include <fluidsynth.h>
#include <stddef.h>

#define CFLUIDSYNTH_EACH_FUNCTION(X) \
    X(fluid_version_str) X(fluid_set_log_function) X(fluid_free) \
    X(new_fluid_settings) X(delete_fluid_settings) \
    X(fluid_settings_setint) X(fluid_settings_setnum) X(fluid_settings_dupstr) \
    X(new_fluid_synth) X(delete_fluid_synth) X(fluid_synth_sfload) \
    X(fluid_synth_noteon) X(fluid_synth_noteoff) X(fluid_synth_cc) X(fluid_synth_program_change) \
    X(fluid_synth_pitch_bend) X(fluid_synth_channel_pressure) X(fluid_synth_key_pressure) \
    X(fluid_synth_all_notes_off) X(fluid_synth_all_sounds_off) X(fluid_synth_get_active_voice_count) \
    X(fluid_synth_write_float) X(fluid_synth_process)

typedef struct {
#define CFLUIDSYNTH_FIELD(name) __typeof__(name) *_Nonnull name;
    CFLUIDSYNTH_EACH_FUNCTION(CFLUIDSYNTH_FIELD)
#undef CFLUIDSYNTH_FIELD
} cfluidsynth_functions;

/* The table filled from the shared library `library` (a name for dlopen), or NULL, with the reason written into
 * `reason` (always terminated). The table lives as long as the process: neither it nor the library is ever released. */
const cfluidsynth_functions *_Nullable cfluidsynth_load(const char *_Nonnull library,
                                                        char *_Nonnull reason, size_t capacity);

#endif
