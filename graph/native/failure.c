/* What fails, over a whole schedule: graph/analysis/dependency/kernels/failure.py. */
#include "kernels.h"

#include <string.h>

#define BLOCK 16

/* One pass over the owners `begin` to `end`: each is lost that has lost every supplier of a need. Rows of `dead` are of
 * `words` words of 64 what-ifs, at most BLOCK. In a shrinking pass (`given`) an owner is what it was given or what an
 * empty need makes of it. Return whether any changed. `dead_links` and `given` may be null. */
INLINED int64_t pass(int64_t words, const struct schedule *of, int64_t begin, int64_t end,
                           const uint8_t *dead_links, const uint64_t *given, uint64_t *dead) {
    uint64_t changed = 0;
    for (int64_t owner = begin; owner < end; owner++) {
        uint64_t lost[BLOCK] = {0};
        for (int64_t need = of->first_need[owner]; need < of->first_need[owner + 1]; need++) {
            uint64_t empty[BLOCK];
            for (int64_t word = 0; word < words; word++) empty[word] = UINT64_MAX;
            for (int64_t link = of->first_link[need]; link < of->first_link[need + 1]; link++) {
                if (dead_links && dead_links[link]) continue;
                const uint64_t *row = dead + of->suppliers[link] * words;
                for (int64_t word = 0; word < words; word++) empty[word] &= row[word];
                if (words == 1 && !empty[0]) break;
            }
            for (int64_t word = 0; word < words; word++) lost[word] |= empty[word];
        }
        uint64_t *row = dead + of->owners[owner] * words;
        const uint64_t *before = given ? given + (owner - begin) * words : row;
        for (int64_t word = 0; word < words; word++) {
            uint64_t now = before[word] | lost[word];
            changed |= now ^ row[word];
            row[word] = now;
        }
    }
    return changed != 0;
}

INLINED void every_step(int64_t words, const struct schedule *of, const uint8_t *dead_links, uint64_t *given,
                              uint64_t *dead) {
    for (int64_t step = 0; step < of->steps; step++) {
        int64_t begin = of->first_owner[step], end = of->first_owner[step + 1];
        uint64_t *back = given && of->cyclic[step] ? given : 0;
        for (int64_t owner = begin; back && owner < end; owner++) {
            uint64_t *row = dead + of->owners[owner] * words;
            memcpy(back + (owner - begin) * words, row, (size_t)words * sizeof *row);
            memset(row, 0xff, (size_t)words * sizeof *row);
        }
        while (pass(words, of, begin, end, dead_links, back, dead) && of->cyclic[step]) continue;
    }
}

/* `dead` is changed; `given`, with room for the owners of the largest step, asks for what nothing outside a cycle
 * supports to fail, and may be null. Usual widths are written out, so that their loops are of a known length. */
EXPORT WIDE void failure(int64_t words, int64_t steps, const uint8_t *cyclic, const int64_t *first_owner,
                         const int32_t *owners, const int32_t *first_need, const int32_t *first_link,
                         const int32_t *suppliers, const uint8_t *dead_links, uint64_t *given, uint64_t *dead) {
    struct schedule of = {steps, cyclic, first_owner, owners, first_need, first_link, suppliers};
    switch (words) {
    case BLOCK: every_step(BLOCK, &of, dead_links, given, dead); return;
    case 8: every_step(8, &of, dead_links, given, dead); return;
    case 4: every_step(4, &of, dead_links, given, dead); return;
    case 1: every_step(1, &of, dead_links, given, dead); return;
    default: every_step(words, &of, dead_links, given, dead);
    }
}
