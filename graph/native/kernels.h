/* What each kernel is given: `library.py` checks types and shapes. */
#ifndef SUPPLYGRAPH_KERNELS_H
#define SUPPLYGRAPH_KERNELS_H

#include <stdint.h>

#ifdef _WIN32
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

/* Where the compiler can, it writes the loop for wide registers too, and the right one is chosen as the library is
 * loaded. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && defined(__GLIBC__)
#define WIDE __attribute__((target_clones("avx2", "default")))
#define INLINED static inline __attribute__((always_inline))
#else
#define WIDE
#define INLINED static inline
#endif

/* Raised whenever a kernel takes something else: a library of another build is not used. */
#define VERSION 3

EXPORT int64_t supplygraph_version(void);

EXPORT void curveball(uint8_t *held, int64_t countries, int64_t suppliers, const int64_t *left, const int64_t *right,
                      const double *chance, int64_t most, int64_t trades, int64_t draws, uint8_t *worlds,
                      int64_t *pool);

/* Steps one after the other: the owners of step s are first_owner[s] to first_owner[s + 1], in an order of their own, the
 * needs of owner o first_need[o] to first_need[o + 1], the links of need n first_link[n] to first_link[n + 1]. */
struct schedule {
    int64_t steps;
    const uint8_t *cyclic;
    const int64_t *first_owner;
    const int32_t *owners;
    const int32_t *first_need;
    const int32_t *first_link;
    const int32_t *suppliers;
};

/* Of each link its share and whether no source states that, and whether it carries nothing (null: none does); of each need
 * the share that nobody states, how much of a loss nothing replaces, and flags; which of the three values is wanted, and
 * when a cycle has come to rest. */
struct shares {
    const double *share;
    const uint8_t *silent;
    const uint8_t *dead;
    const double *unstated;
    const double *rigid;
    const uint8_t *flags;
    int64_t bound;
    double tolerance;
    int64_t repeats;
};

EXPORT void failure(int64_t words, int64_t steps, const uint8_t *cyclic, const int64_t *first_owner,
                    const int32_t *owners, const int32_t *first_need, const int32_t *first_link,
                    const int32_t *suppliers, const uint8_t *dead_links, uint64_t *given, uint64_t *dead);

EXPORT void losses(int64_t columns, int64_t stride, int64_t steps, const uint8_t *cyclic, const int64_t *first_owner,
                   const int32_t *owners, const int32_t *first_need, const int32_t *first_link,
                   const int32_t *suppliers, const double *share, const uint8_t *silent, const uint8_t *dead,
                   const double *unstated, const double *rigid, const uint8_t *flags, int64_t bound, double tolerance,
                   int64_t repeats, double *loss);

EXPORT int64_t components(int64_t size, const int64_t *first, const int32_t *target, int32_t *label, int64_t *room);

#endif
