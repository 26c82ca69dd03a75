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

EXPORT int64_t failure_pass(int64_t words, int64_t owner_count, const int64_t *owners, const int64_t *first_need,
                            int64_t need_count, const int64_t *first_link, int64_t link_count, const int64_t *suppliers,
                            const uint8_t *dead_links, const uint64_t *given, uint64_t *dead);

#endif
