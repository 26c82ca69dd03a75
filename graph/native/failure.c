/* One pass over the owners of a step: graph/analysis/dependency/kernels/failure.py. */
#include "kernels.h"

#define BLOCK 16

/* Set `dead` of each owner to what it was `given` or what an empty need makes of it; return whether any changed. Rows
 * are of `words` words of 64 what-ifs, at most BLOCK. `dead_links`, one a link of the step, may be null. */
static inline int64_t pass(int64_t words, int64_t owner_count, const int64_t *owners, const int64_t *first_need,
                           int64_t need_count, const int64_t *first_link, int64_t link_count, const int64_t *suppliers,
                           const uint8_t *dead_links, const uint64_t *given, uint64_t *dead) {
    int64_t changed = 0;
    for (int64_t owner = 0; owner < owner_count; owner++) {
        uint64_t lost[BLOCK] = {0};
        int64_t last_need = owner + 1 < owner_count ? first_need[owner + 1] : need_count;
        for (int64_t need = first_need[owner]; need < last_need; need++) {
            uint64_t empty[BLOCK];
            for (int64_t word = 0; word < words; word++) empty[word] = UINT64_MAX;
            int64_t last_link = need + 1 < need_count ? first_link[need + 1] : link_count;
            for (int64_t link = first_link[need]; link < last_link; link++) {
                if (dead_links && dead_links[link]) continue;
                const uint64_t *row = dead + suppliers[link] * words;
                for (int64_t word = 0; word < words; word++) empty[word] &= row[word];
            }
            for (int64_t word = 0; word < words; word++) lost[word] |= empty[word];
        }
        uint64_t *row = dead + owners[owner] * words;
        for (int64_t word = 0; word < words; word++) {
            uint64_t now = given[owner * words + word] | lost[word];
            changed |= now != row[word];
            row[word] = now;
        }
    }
    return changed;
}

EXPORT int64_t failure_pass(int64_t words, int64_t owner_count, const int64_t *owners, const int64_t *first_need,
                            int64_t need_count, const int64_t *first_link, int64_t link_count, const int64_t *suppliers,
                            const uint8_t *dead_links, const uint64_t *given, uint64_t *dead) {
    /* Written twice, so that whole blocks are loops of a known length. */
    return words == BLOCK ? pass(BLOCK, owner_count, owners, first_need, need_count, first_link, link_count, suppliers,
                                 dead_links, given, dead)
                          : pass(words, owner_count, owners, first_need, need_count, first_link, link_count, suppliers,
                                 dead_links, given, dead);
}
