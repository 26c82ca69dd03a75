/* Strongly connected components (Tarjan 1972), without recursion: graph/analysis/dependency/kernels/schedule.py. */
#include "kernels.h"

enum { UNSEEN = -1 };

/* Number the components of `size` nodes in `label` and return how many there are; whoever is reached from a component has
 * a lower number. The links of node n lead to `target[first[n]]` to `target[first[n + 1]]`. `room` holds five numbers a
 * node: when it was met, the earliest it reaches, the links that are left, the open nodes, and those on the way. */
EXPORT int64_t components(int64_t size, const int64_t *first, const int32_t *target, int32_t *label, int64_t *room) {
    int64_t *met = room, *earliest = room + size, *next = room + 2 * size, *open = room + 3 * size;
    int64_t *way = room + 4 * size, clock = 0, opened = 0, found = 0;
    for (int64_t node = 0; node < size; node++) met[node] = label[node] = UNSEEN;
    for (int64_t root = 0; root < size; root++) {
        int64_t depth = 0;
        if (met[root] != UNSEEN) continue;
        way[0] = root;
        while (depth >= 0) {
            int64_t node = way[depth];
            if (met[node] == UNSEEN) {
                met[node] = earliest[node] = clock++;
                next[node] = first[node];
                open[opened++] = node;
            }
            int64_t onward = UNSEEN;
            while (next[node] < first[node + 1] && onward == UNSEEN) {
                int64_t other = target[next[node]++];
                if (met[other] == UNSEEN) onward = other;
                else if (label[other] == UNSEEN && met[other] < earliest[node]) earliest[node] = met[other];
            }
            if (onward != UNSEEN) {
                way[++depth] = onward;
                continue;
            }
            if (earliest[node] == met[node]) {
                while (label[node] == UNSEEN) label[open[--opened]] = (int32_t)found;
                found++;
            }
            depth--;
            if (depth >= 0 && earliest[node] < earliest[way[depth]]) earliest[way[depth]] = earliest[node];
        }
    }
    return found;
}
