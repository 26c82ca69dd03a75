/* What fails in many what-ifs, through all steps in one call: graph/analysis/dependency/kernels/failure.py. */
#include "kernels.h"

#include <string.h>

/* Words that go into one register, and asking for a row before its turn: a compiler that knows neither does without. */
#ifdef __GNUC__
#define TOGETHER 2
typedef uint64_t lane __attribute__((vector_size(8 * TOGETHER), aligned(8), may_alias));
#define SOON(row) __builtin_prefetch(row)
#else
#define TOGETHER 1
typedef uint64_t lane;
#define SOON(row) (void)(row)
#endif

#define WIDEST (16 / TOGETHER)
#define CACHE_LINE (8 / TOGETHER)

/* Set `lost` to the what-ifs in which some need of an owner has lost every supplier. */
INLINED void empty_needs(int width, const struct schedule *schedule, int64_t owner, const uint8_t *dead_links,
                         const lane *dead, lane *lost) {
    const uint32_t *suppliers = schedule->suppliers;
    for (int at = 0; at < width; at++) lost[at] = (lane){0};
    for (uint32_t need = schedule->first_need[owner]; need < schedule->first_need[owner + 1]; need++) {
        lane empty[WIDEST];
        for (int at = 0; at < width; at++) empty[at] = ~(lane){0};
        for (uint32_t link = schedule->first_link[need]; link < schedule->first_link[need + 1]; link++) {
            const lane *soon = dead + (int64_t)suppliers[link + AHEAD] * width;
            for (int at = 0; at < width; at += CACHE_LINE) SOON(soon + at);
            if (dead_links && dead_links[link]) continue;
            const lane *row = dead + (int64_t)suppliers[link] * width;
            for (int at = 0; at < width; at++) empty[at] &= row[at];
        }
        for (int at = 0; at < width; at++) lost[at] |= empty[at];
    }
}

/* Go once over the owners of a step, each with what those before it have come to; return whether any changed. An owner
 * is dead where it was `given` so, or, where that is null, where it is dead already. */
INLINED int over_owners(int width, const struct schedule *schedule, int64_t step, const uint8_t *dead_links,
                        const lane *given, lane *dead) {
    int64_t first = schedule->first_owner[step], last = schedule->first_owner[step + 1];
    lane changed = {0};
    for (int64_t owner = first; owner < last; owner++) {
        lane lost[WIDEST];
        empty_needs(width, schedule, owner, dead_links, dead, lost);
        lane *row = dead + (int64_t)schedule->owners[owner] * width;
        const lane *was = given ? given + (owner - first) * width : row;
        for (int at = 0; at < width; at++) {
            lane now = was[at] | lost[at];
            changed |= now ^ row[at];
            row[at] = now;
        }
    }
    uint64_t words[TOGETHER], any = 0;
    memcpy(words, &changed, sizeof words);
    for (int word = 0; word < TOGETHER; word++) any |= words[word];
    return any != 0;
}

/* Let the owners of a cycle be dead, all of them, and keep what they were given. */
INLINED void let_all_fail(int width, const struct schedule *schedule, int64_t step, lane *given, lane *dead) {
    int64_t first = schedule->first_owner[step], last = schedule->first_owner[step + 1];
    for (int64_t owner = first; owner < last; owner++) {
        lane *row = dead + (int64_t)schedule->owners[owner] * width;
        for (int at = 0; at < width; at++) {
            given[(owner - first) * width + at] = row[at];
            row[at] = ~(lane){0};
        }
    }
}

INLINED int64_t from_there(int width, const struct schedule *schedule, struct reached *reached,
                           const uint8_t *dead_links, lane *given, lane *dead) {
    int64_t looked = 0;
    for (; reached->step < schedule->steps; reached->step++, reached->turns = 0) {
        int64_t step = reached->step, cyclic = schedule->cyclic[step];
        lane *kept = cyclic ? given : 0;
        for (int again = 1; again; reached->turns++) {
            if (looked > reached->enough) return 0;
            if (kept && reached->turns == 0) let_all_fail(width, schedule, step, kept, dead);
            looked += links_of(schedule, step) * width * TOGETHER;
            again = over_owners(width, schedule, step, dead_links, kept, dead) && cyclic;
        }
    }
    return 1;
}

/* Go on from what was `reached`; return whether that was all. Rows of `dead` are of `words` words of 64 what-ifs: 2, 4,
 * 8 or 16. `dead_links`, one a link of the schedule, may be null. `given` is null where a cycle goes on by itself; else
 * cycles fail unless something outside holds them, and it has room for the owners of the largest. */
EXPORT int64_t failure(const struct schedule *schedule, struct reached *reached, int64_t words,
                       const uint8_t *dead_links, uint64_t *given, uint64_t *dead) {
    lane *kept = (lane *)given, *all = (lane *)dead;
    switch (words) {
        case 2: return from_there(2 / TOGETHER, schedule, reached, dead_links, kept, all);
        case 4: return from_there(4 / TOGETHER, schedule, reached, dead_links, kept, all);
        case 8: return from_there(8 / TOGETHER, schedule, reached, dead_links, kept, all);
        default: return from_there(WIDEST, schedule, reached, dead_links, kept, all);
    }
}
