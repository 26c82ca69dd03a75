/* Breadth-first search with the steps to each node: graph/analysis/dependency/kernels/breadth_first.py. */
#include "kernels.h"

/* Search from the `starts` nodes that `queue` begins with, each once, and return how many were met. The links of node n
 * lead to `end[first[n]]` to `end[first[n + 1]]`. `depth` is -1 for every node that is not met, `before` the node one step
 * nearer. `queue` has room for all nodes, and holds those met in their order. */
EXPORT int64_t search(const int64_t *first, const int32_t *end, int64_t starts, int32_t *depth, int32_t *before,
                      int32_t *queue) {
    int64_t met = starts;
    for (int64_t at = 0; at < starts; at++) depth[queue[at]] = 0;
    for (int64_t at = 0; at < met; at++) {
        int32_t node = queue[at];
        for (int64_t link = first[node]; link < first[node + 1]; link++) {
            int32_t other = end[link];
            if (depth[other] >= 0) continue;
            depth[other] = depth[node] + 1;
            before[other] = node;
            queue[met++] = other;
        }
    }
    return met;
}
