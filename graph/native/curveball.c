/* Curveball trades (Strona et al. 2014), one after the other: graph/analysis/fragmentation/kernels/configuration.py. */
#include "kernels.h"

#include <string.h>

/* `held[c * suppliers + s]`: country c has supplier s. In trade t, `left[t]` and `right[t]` pool the suppliers that only
 * one of them has, and deal them out again: `chance[t * most + i]` chooses who comes i-th, as in a shuffle that is ended
 * once the left one has as many as before. `pool` has room for all suppliers. */
static void deal(uint8_t *held, int64_t suppliers, const int64_t *left, const int64_t *right, const double *chance,
                 int64_t most, int64_t trades, int64_t *pool) {
    for (int64_t trade = 0; trade < trades; trade++) {
        uint8_t *ours = held + left[trade] * suppliers, *theirs = held + right[trade] * suppliers;
        int64_t count = 0, own = 0;
        for (int64_t supplier = 0; supplier < suppliers; supplier++) {
            if (ours[supplier] != theirs[supplier]) {
                own += ours[supplier];
                pool[count++] = supplier;
            }
        }
        if (own == 0 || own == count) continue;
        for (int64_t place = 0; place < own; place++) {
            int64_t other = place + (int64_t)(chance[trade * most + place] * (double)(count - place));
            int64_t drawn = pool[other];
            pool[other] = pool[place];
            pool[place] = drawn;
        }
        for (int64_t place = 0; place < count; place++) {
            ours[pool[place]] = place < own;
            theirs[pool[place]] = place >= own;
        }
    }
}

/* `draws` worlds one after the other, `trades` apart: each is written to `worlds` where that is not null. */
EXPORT void curveball(uint8_t *held, int64_t countries, int64_t suppliers, const int64_t *left, const int64_t *right,
                      const double *chance, int64_t most, int64_t trades, int64_t draws, uint8_t *worlds,
                      int64_t *pool) {
    size_t size = (size_t)(countries * suppliers);
    for (int64_t draw = 0; draw < draws; draw++) {
        int64_t before = draw * trades;
        deal(held, suppliers, left + before, right + before, chance + before * most, most, trades, pool);
        if (worlds) memcpy(worlds + (size_t)draw * size, held, size);
    }
}
