/* What each kernel is given: `library.py` checks types and shapes. */
#ifndef SUPPLYGRAPH_KERNELS_H
#define SUPPLYGRAPH_KERNELS_H

#include <stdint.h>

#ifdef _WIN32
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

/* Raised whenever a kernel takes something else: a library of another build is not used. */
#define VERSION 2

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

EXPORT void failure(int64_t words, int64_t steps, const uint8_t *cyclic, const int64_t *first_owner,
                    const int32_t *owners, const int32_t *first_need, const int32_t *first_link,
                    const int32_t *suppliers, const uint8_t *dead_links, uint64_t *given, uint64_t *dead);

#endif
