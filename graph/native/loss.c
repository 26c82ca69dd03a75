/* Capacity lost in many what-ifs, through all steps in one call: graph/analysis/dependency/kernels/loss.py. */
#include "kernels.h"

#include <math.h>
#include <string.h>

/* What-ifs that go through a need together. */
#define CHUNK 32

enum bound { LOW, CENTRAL, HIGH };

/* One need, or rather its links from `first` up to `last`, in the what-ifs from `column` on. */
struct part {
    const struct schedule *schedule;
    const struct terms *terms;
    const double *loss;
    int64_t what_ifs, column, count;
};

static const double NOTHING[CHUNK];
static const double ALL[CHUNK] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                                  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};

/* What a supplier has lost: all, where the link carries nothing, whatever its supplier does. */
static inline const double *lost(const struct part *part, uint32_t link) {
    if (part->terms->dead_links && part->terms->dead_links[link]) return ALL;
    return part->loss + (int64_t)part->schedule->suppliers[link] * part->what_ifs + part->column;
}

/* Add to `sum` what some links lose, one after the other. */
static void in_turn(const struct part *part, uint32_t first, uint32_t last, double *restrict sum) {
    for (uint32_t link = first; link < last; link++) {
        const double *row = lost(part, link);
        double share = part->terms->share[link];
        for (int64_t at = 0; at < part->count; at++) sum[at] += row[at] * share;
    }
}

/* Add up what links lose in the order of numpy: fewer than eight in turn, more of them eight side by side, and from 129
 * on each half by itself. */
static void add_up(const struct part *part, uint32_t first, uint32_t last, double *restrict sum) {
    uint32_t links = last - first, half = links / 2 - links / 2 % 8, eighths = links / 8 * 8;
    for (int64_t at = 0; at < part->count; at++) sum[at] = 0.0;
    if (links < 8) {
        in_turn(part, first, last, sum);
    } else if (links > 128) {
        double rest[CHUNK];
        add_up(part, first, first + half, sum);
        add_up(part, first + half, last, rest);
        for (int64_t at = 0; at < part->count; at++) sum[at] += rest[at];
    } else {
        double side[8][CHUNK] = {{0}};
        for (uint32_t link = 0; link < eighths; link++) in_turn(part, first + link, first + link + 1, side[link % 8]);
        for (int64_t at = 0; at < part->count; at++) {
            sum[at] = ((side[0][at] + side[1][at]) + (side[2][at] + side[3][at])) +
                      ((side[4][at] + side[5][at]) + (side[6][at] + side[7][at]));
        }
        in_turn(part, first + eighths, last, sum);
    }
}

/* Set `shared` to what a need loses by the shares of its suppliers: the first, and the sum of the others. */
static void by_shares(const struct part *part, uint32_t first, uint32_t last, double *restrict shared) {
    const double *row = lost(part, first);
    double share = part->terms->share[first], rest[CHUNK];
    if (last - first > 1) {
        add_up(part, first + 1, last, rest);
        for (int64_t at = 0; at < part->count; at++) shared[at] = row[at] * share + rest[at];
    } else {
        for (int64_t at = 0; at < part->count; at++) shared[at] = row[at] * share;
    }
}

/* Set `found` to what the worst or the best of the links loses, where asked as if all but the silent ones counted not. */
static void extreme(const struct part *part, uint32_t first, uint32_t last, int worst, int silent,
                    double *restrict found) {
    for (uint32_t link = first; link < last; link++) {
        const double *row = lost(part, link);
        if (silent && !part->terms->silent[link]) row = worst ? NOTHING : ALL;
        for (int64_t at = 0; at < part->count; at++) {
            int further = link == first || (worst ? row[at] > found[at] : row[at] < found[at]);
            found[at] = further ? row[at] : found[at];
        }
    }
}

/* Set `found` to what a need loses: what the best supplier does where any one will do, else by shares, and of what
 * nobody states the least or the most that it can be. */
static void of_need(const struct part *part, uint32_t need, double *restrict found) {
    const struct terms *terms = part->terms;
    uint32_t first = part->schedule->first_link[need], last = part->schedule->first_link[need + 1];
    double rest[CHUNK];
    if (terms->any_one[need]) {
        extreme(part, first, last, 0, 0, found);
        return;
    }
    by_shares(part, first, last, found);
    if (terms->bound == CENTRAL || (terms->bound == LOW && terms->open[need])) return;
    extreme(part, first, last, terms->bound == HIGH, !terms->open[need], rest);
    for (int64_t at = 0; at < part->count; at++) {
        double unknown = terms->open[need] && !terms->alike[need] ? rest[at] > 0.0 : rest[at];
        found[at] += terms->unstated[need] * unknown;
    }
}

/* Set `after` to the largest loss among the needs of an owner, at least what it was `given`. */
static void of_owner(struct part *part, int64_t owner, const double *given, double *after) {
    for (part->column = 0; part->column < part->what_ifs; part->column += CHUNK) {
        int64_t left = part->what_ifs - part->column;
        double found[CHUNK], worst[CHUNK];
        part->count = left < CHUNK ? left : CHUNK;
        for (int64_t at = 0; at < part->count; at++) worst[at] = given[part->column + at];
        for (uint32_t need = part->schedule->first_need[owner]; need < part->schedule->first_need[owner + 1]; need++) {
            double rigid = part->terms->rigid[need];
            of_need(part, need, found);
            for (int64_t at = 0; at < part->count; at++) {
                double held = found[at] * rigid;
                worst[at] = held > worst[at] ? held : worst[at];
            }
        }
        for (int64_t at = 0; at < part->count; at++) after[part->column + at] = worst[at];
    }
}

/* Go once over the owners of a step; return the furthest that a value of a cycle has moved. `given` holds what they were
 * before the first turn, `after` is room; both only of a cycle. */
static double over_owners(struct part *part, int64_t step, double *given, double *after, double *loss) {
    const uint32_t *owners = part->schedule->owners;
    int64_t first = part->schedule->first_owner[step], last = part->schedule->first_owner[step + 1];
    int64_t wide = part->what_ifs;
    double furthest = 0.0;
    for (int64_t owner = first; owner < last; owner++) {
        double *row = loss + owners[owner] * wide;
        if (part->schedule->cyclic[step]) {
            of_owner(part, owner, given + (owner - first) * wide, after + (owner - first) * wide);
        } else {
            of_owner(part, owner, row, row);
        }
    }
    for (int64_t owner = first; owner < last && part->schedule->cyclic[step]; owner++) {
        double *row = loss + owners[owner] * wide, *now = after + (owner - first) * wide;
        for (int64_t at = 0; at < wide; at++) {
            double distance = fabs(now[at] - row[at]);
            furthest = distance > furthest ? distance : furthest;
            row[at] = now[at];
        }
    }
    return furthest;
}

/* Keep what the owners of a step are. */
static void keep(const struct schedule *schedule, int64_t step, int64_t what_ifs, const double *losses, double *given) {
    int64_t first = schedule->first_owner[step], last = schedule->first_owner[step + 1];
    for (int64_t owner = first; owner < last; owner++) {
        const double *row = losses + schedule->owners[owner] * what_ifs;
        memcpy(given + (owner - first) * what_ifs, row, sizeof(double) * (size_t)what_ifs);
    }
}

/* Go on from what was `reached`; return whether that was all. `loss` has a row of `what_ifs` a node; `given` and `after`
 * have one for each owner of the largest cycle, which is repeated until nothing moves by `tolerance`, at most `most`
 * times. */
EXPORT int64_t loss(const struct schedule *schedule, struct reached *reached, const struct terms *terms,
                    double tolerance, int64_t most, int64_t what_ifs, double *given, double *after, double *losses) {
    struct part part = {schedule, terms, losses, what_ifs, 0, 0};
    int64_t looked = 0;
    for (; reached->step < schedule->steps; reached->step++, reached->turns = 0) {
        int64_t step = reached->step, turns = schedule->cyclic[step] ? most : 1;
        for (double furthest = tolerance; reached->turns < turns && furthest >= tolerance; reached->turns++) {
            if (looked > reached->enough) return 0;
            if (schedule->cyclic[step] && reached->turns == 0) keep(schedule, step, what_ifs, losses, given);
            looked += links_of(schedule, step) * what_ifs;
            furthest = over_owners(&part, step, given, after, losses);
        }
    }
    return 1;
}
