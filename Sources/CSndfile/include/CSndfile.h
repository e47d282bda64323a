/* libsndfile, loaded at run time: the same arrangement as CFluidSynth, for the same reason. */
#ifndef WOODSHED_CSNDFILE_H
#define WOODSHED_CSNDFILE_H

#include <sndfile.h>
#include <stddef.h>

#define CSNDFILE_EACH_FUNCTION(X) \
    X(sf_open_fd) X(sf_close) X(sf_writef_float) X(sf_strerror) X(sf_command) X(sf_format_check) X(sf_error)

typedef struct {
#define CSNDFILE_FIELD(name) __typeof__(name) *_Nonnull name;
    CSNDFILE_EACH_FUNCTION(CSNDFILE_FIELD)
#undef CSNDFILE_FIELD
} csndfile_functions;

/* The table filled from the shared library `library`, or NULL, with the reason written into `reason` (always
 * terminated). The table lives as long as the process. */
const csndfile_functions *_Nullable csndfile_load(const char *_Nonnull library, char *_Nonnull reason,
                                                  size_t capacity);

#endif
