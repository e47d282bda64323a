// The few calls of MPI 3.1 that training needs, as functions: MPI_COMM_WORLD and its like are macros, which Swift cannot see.
// Every error ends all processes of the run (MPI_ERRORS_ARE_FATAL, the default), so none is returned.
#ifndef CMPI_H
#define CMPI_H

#include <mpi.h>
#include <stdint.h>

static inline void cmpi_begin(void) { MPI_Init(NULL, NULL); }
static inline void cmpi_end(void) { MPI_Finalize(); }

static inline int cmpi_rank(void) {
    int rank = 0;
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    return rank;
}

static inline int cmpi_count(void) {
    int count = 1;
    MPI_Comm_size(MPI_COMM_WORLD, &count);
    return count;
}

/// How many of the processes run on this machine.
static inline int cmpi_neighbours(void) {
    MPI_Comm machine;
    int count = 1;
    MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &machine);
    MPI_Comm_size(machine, &count);
    MPI_Comm_free(&machine);
    return count;
}

/// Sends numbers to one rank and receives numbers from another, which may be the same, both at once.
static inline void cmpi_exchange(
    const float *_Nullable sent, int sent_count, int next, float *_Nullable received, int received_count, int previous) {
    MPI_Sendrecv(sent, sent_count, MPI_FLOAT, next, 0, received, received_count, MPI_FLOAT, previous, 0, MPI_COMM_WORLD,
                 MPI_STATUS_IGNORE);
}

static inline void cmpi_broadcast(void *_Nonnull bytes, int count) {
    MPI_Bcast(bytes, count, MPI_BYTE, 0, MPI_COMM_WORLD);
}

/// `all` has room for `most` bytes of each rank.
static inline void cmpi_gather(const uint8_t *_Nonnull bytes, int most, uint8_t *_Nonnull all) {
    MPI_Allgather(bytes, most, MPI_BYTE, all, most, MPI_BYTE, MPI_COMM_WORLD);
}

#endif
