#include "CSndfile.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

const csndfile_functions *csndfile_load(const char *library, char *reason, size_t capacity) {
    void *handle = dlopen(library, RTLD_LAZY | RTLD_LOCAL);
    if (!handle) {
        snprintf(reason, capacity, "%s", dlerror());
        return NULL;
    }
    csndfile_functions *table = malloc(sizeof *table);
    if (!table) {
        snprintf(reason, capacity, "out of memory");
        return NULL;
    }
#define CSNDFILE_FIND(name)                                                   \
    if (!(table->name = (__typeof__(name) *)dlsym(handle, #name))) {          \
        snprintf(reason, capacity, "%s has no function %s", library, #name);  \
        free(table);                                                          \
        return NULL;                                                          \
    }
    CSNDFILE_EACH_FUNCTION(CSNDFILE_FIND)
    return table;
}
