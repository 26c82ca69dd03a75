/* The library itself. Python never imports it, but Windows links an extension only where it has this name. */
#include "kernels.h"

EXPORT void *PyInit__kernels(void);

EXPORT void *PyInit__kernels(void) { return 0; }

EXPORT int64_t supplygraph_version(void) { return VERSION; }
