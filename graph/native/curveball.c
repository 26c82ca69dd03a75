/* Curveball trades (Strona et al. 2014), one after the other: graph/analysis/fragmentation/kernels/configuration.py. */
#include "kernels.h"

#include <string.h>

/* Where random numbers in [0, 1) come from: numpy's own generator. */
struct chance {
    double (*next)(void *state);
    void *state;
};

static int64_t below(int64_t count, const struct chance *chance) {
    return (int64_t)(chance->next(chance->state) * (double)count);
}

/* Bring to the front, one after the other, as many of `all` as are `wanted`, each with the same chance. */
static void draw(int64_t *all, int64_t count, int64_t wanted, const struct chance *chance) {
    for (int64_t place = 0; place < wanted; place++) {
        int64_t other = place + below(count - place, chance), drawn = all[other];
        all[other] = all[place];
        all[place] = drawn;
    }
}

/* Let two countries pool the suppliers that only one of them has, and deal them out again. `marks` is all zero. */
static void trade(int64_t *left, int64_t lefts, int64_t *right, int64_t rights, int64_t *pool, uint8_t *marks,
                  const struct chance *chance) {
    int64_t both = 0, own = 0, count;
    for (int64_t at = 0; at < rights; at++) marks[right[at]] = 1;
    for (int64_t at = 0; at < lefts; at++) {
        if (marks[left[at]]) {
            marks[left[at]] = 2;
            left[both++] = left[at];
        } else {
            pool[own++] = left[at];
        }
    }
    count = own;
    for (int64_t at = 0; at < rights; at++) {
        if (marks[right[at]] == 1) pool[count++] = right[at];
        marks[right[at]] = 0;
    }
    if (own < count) draw(pool, count, own, chance);
    memcpy(right, left, (size_t)both * sizeof *left);
    memcpy(left + both, pool, (size_t)own * sizeof *left);
    memcpy(right + both, pool + own, (size_t)(count - own) * sizeof *left);
}

/* `suppliers[first[c]]` to `suppliers[first[c + 1]]` are those of country c, none twice. Some trades, then `draws`
 * worlds with `apart` trades before each: the suppliers of each country in random order, in `worlds`. */
EXPORT void rewire(int64_t *suppliers, const int64_t *first, int64_t countries, const int64_t *trading,
                   int64_t traders, int64_t before, int64_t apart, int64_t draws, double (*next)(void *), void *state,
                   int64_t *worlds, int64_t *pool, uint8_t *marks) {
    struct chance chance = {next, state};
    int64_t ties = first[countries];
    for (int64_t drawn = 0; drawn <= draws; drawn++) {
        for (int64_t done = 0; done < (drawn ? apart : before); done++) {
            int64_t one = below(traders, &chance), other = below(traders - 1, &chance);
            const int64_t *left = first + trading[one], *right = first + trading[other + (other >= one)];
            trade(suppliers + left[0], left[1] - left[0], suppliers + right[0], right[1] - right[0], pool, marks,
                  &chance);
        }
        if (!drawn) continue;
        memcpy(worlds, suppliers, (size_t)ties * sizeof *worlds);
        for (int64_t country = 0; country < countries; country++) {
            int64_t count = first[country + 1] - first[country];
            draw(worlds + first[country], count, count - 1, &chance);
        }
        worlds += ties;
    }
}
