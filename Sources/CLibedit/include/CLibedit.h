/* Line editing by libedit (BSD licence), loaded at run time: where it is not installed, lines are read without it.
 *
 * Only two functions of its readline interface are needed, whose types are declared here. */
#ifndef WOODSHED_CLIBEDIT_H
#define WOODSHED_CLIBEDIT_H

typedef struct {
    /* Reads a line that a person edits; NULL at the end of the input. The caller frees it. */
    char *_Nullable (*_Nonnull readline)(const char *_Nonnull prompt);
    /* Makes a line one that the arrow keys go back to. */
    int (*_Nonnull add_history)(const char *_Nonnull line);
} clibedit_functions;

/* The functions, or NULL where the library cannot be loaded. They live as long as the process. The characters that a line
 * may have are made those of the environment's locale. */
const clibedit_functions *_Nullable clibedit_load(void);

#endif
