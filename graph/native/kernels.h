/* What each kernel is given: `library.py` checks types and shapes. */
#ifndef SUPPLYGRAPH_KERNELS_H
#define SUPPLYGRAPH_KERNELS_H

#include <stdint.h>

#ifdef _WIN32
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

/* Into each caller by itself, so that a width which the caller knows is a loop of known length. */
#ifdef _MSC_VER
#define INLINED static __forceinline
#else
#define INLINED static inline __attribute__((always_inline))
#endif

/* Suppliers that follow the last one, whoever they are: what is fetched ahead of its turn ends nowhere else. */
#define AHEAD 8

/* Raised whenever a kernel takes something else: a library of another build is not used. */
#define VERSION 7

/* Steps one after the other: those of `graph/analysis/dependency/kernels/schedule.py`, each list with its end. Step `s`
 * has the owners `first_owner[s]` to `first_owner[s + 1]`, and so on down to the suppliers of a need. */
struct schedule {
    int64_t steps;
    const uint8_t *cyclic;
    const uint32_t *first_owner, *owners, *first_need, *first_link, *suppliers;
};

INLINED int64_t links_of(const struct schedule *schedule, int64_t step) {
    uint32_t first_need = schedule->first_need[schedule->first_owner[step]];
    uint32_t last_need = schedule->first_need[schedule->first_owner[step + 1]];
    return (int64_t)schedule->first_link[last_need] - schedule->first_link[first_need];
}

/* How far a kernel has come: it returns now and then, so that Python can end what nobody waits for. */
struct reached {
    int64_t step, turns; /* the step that is next, and how often it was gone through */
    int64_t enough;      /* values looked at after which to return */
};

/* A sparse matrix by rows: what each supplier of a node has a share of. */
struct shares {
    const int32_t *first, *supplier;
    const double *share;
};

/* What is said of each link and each need, in the order of a schedule; `dead_links` may be null. */
struct terms {
    int64_t bound; /* 0: least, 1: central, 2: most */
    const double *share, *rigid, *unstated;
    const uint8_t *silent, *any_one, *open, *alike, *dead_links;
};

EXPORT int64_t supplygraph_version(void);

EXPORT void rewire(int64_t *suppliers, const int64_t *first, int64_t countries, const int64_t *trading,
                   int64_t traders, int64_t before, int64_t apart, int64_t draws, double (*next)(void *), void *state,
                   int64_t *worlds, int64_t *pool, uint8_t *marks);

EXPORT int64_t failure(const struct schedule *schedule, struct reached *reached, int64_t words,
                       const uint8_t *dead_links, uint64_t *given, uint64_t *dead);

EXPORT int64_t look_through(const struct schedule *schedule, struct reached *reached, const struct shares *shares,
                            double tolerance, int64_t most, int64_t targets, const uint8_t *target, double *sums,
                            double *exposure);

EXPORT int64_t loss(const struct schedule *schedule, struct reached *reached, const struct terms *terms,
                    double tolerance, int64_t most, int64_t what_ifs, double *given, double *after, double *losses);

EXPORT int64_t components(int64_t size, const int64_t *first, const int32_t *target, int32_t *label, int64_t *room);

EXPORT int64_t search(const int64_t *first, const int32_t *end, int64_t starts, int32_t *depth, int32_t *before,
                      int32_t *queue);

#endif
