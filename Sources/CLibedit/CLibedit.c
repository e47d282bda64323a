#include "CLibedit.h"

#include <dlfcn.h>
#include <locale.h>
#include <stddef.h>

static clibedit_functions functions;

const clibedit_functions *clibedit_load(void) {
    if (functions.readline) return &functions;
    static const char *const names[] = {"libedit.so.2", "libedit.so.0", "libedit.so"};
    for (size_t index = 0; index < sizeof names / sizeof *names; index++) {
        void *library = dlopen(names[index], RTLD_LAZY | RTLD_LOCAL);
        if (!library) continue;
        char *(*read)(const char *) = (char *(*)(const char *))dlsym(library, "readline");
        int (*add)(const char *) = (int (*)(const char *))dlsym(library, "add_history");
        if (!read || !add) continue;
        /* How a number is written must not change: only what a character is. */
        if (!setlocale(LC_CTYPE, "")) setlocale(LC_CTYPE, "C.UTF-8");
        functions.readline = read;
        functions.add_history = add;
        return &functions;
    }
    return NULL;
}
