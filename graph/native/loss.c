/* Capacity lost with substitutes, over a whole schedule: graph/analysis/dependency/kernels/loss.py. */
#include "kernels.h"

#define BLOCK 16
enum { LOW = 0, CENTRAL = 1, HIGH = 2 };
enum { OPEN = 1, LIKE_THE_WORST = 2, ANY_ONE = 4 };

static const double ALL[BLOCK] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};

/* Write to `lost` what a need loses in each of `columns` what-ifs, at most BLOCK. */
INLINED void loss_of(int64_t columns, const struct schedule *of, const struct shares *by, int64_t need, int64_t stride,
                     const double *loss, double *lost) {
    double sum[BLOCK] = {0}, best[BLOCK], worst[BLOCK] = {0}, named[BLOCK] = {0}, least[BLOCK];
    int flags = by->flags[need];
    for (int64_t at = 0; at < columns; at++) best[at] = least[at] = 1.0;
    for (int64_t link = of->first_link[need]; link < of->first_link[need + 1]; link++) {
        const double *row = by->dead && by->dead[link] ? ALL : loss + of->suppliers[link] * stride;
        double share = by->share[link];
        int silent = by->silent[link];
        for (int64_t at = 0; at < columns; at++) sum[at] += share * row[at];
        if (flags & ANY_ONE)
            for (int64_t at = 0; at < columns; at++) least[at] = row[at] < least[at] ? row[at] : least[at];
        if (by->bound == LOW && silent)
            for (int64_t at = 0; at < columns; at++) best[at] = row[at] < best[at] ? row[at] : best[at];
        if (by->bound == HIGH)
            for (int64_t at = 0; at < columns; at++) named[at] = row[at] > named[at] ? row[at] : named[at];
        if (by->bound == HIGH && silent)
            for (int64_t at = 0; at < columns; at++) worst[at] = row[at] > worst[at] ? row[at] : worst[at];
    }
    for (int64_t at = 0; at < columns; at++) {
        double rest = 0.0;  /* of what no source gives to anybody, which part is lost */
        if (by->bound == LOW) rest = flags & OPEN ? 0.0 : best[at];
        if (by->bound == HIGH && !(flags & OPEN)) rest = worst[at];
        if (by->bound == HIGH && flags & OPEN) rest = flags & LIKE_THE_WORST ? named[at] : named[at] > 0.0;
        lost[at] = flags & ANY_ONE ? least[at] : sum[at] + by->unstated[need] * rest;
    }
}

/* Let the owners `begin` to `end` lose what the worst of their needs does; return by how much any has changed at most. */
INLINED double pass(int64_t columns, const struct schedule *of, const struct shares *by, int64_t begin, int64_t end,
                    int64_t stride, double *loss) {
    double most = 0.0;
    for (int64_t owner = begin; owner < end; owner++) {
        double *row = loss + of->owners[owner] * stride;
        double worst[BLOCK] = {0};
        for (int64_t need = of->first_need[owner]; need < of->first_need[owner + 1]; need++) {
            double lost[BLOCK];
            if (by->rigid[need] == 0.0) continue;
            loss_of(columns, of, by, need, stride, loss, lost);
            for (int64_t at = 0; at < columns; at++) {
                double now = lost[at] * by->rigid[need];
                worst[at] = now > worst[at] ? now : worst[at];
            }
        }
        for (int64_t at = 0; at < columns; at++) {
            double more = worst[at] - row[at];
            most = more > most ? more : most;
            row[at] = more > 0.0 ? worst[at] : row[at];
        }
    }
    return most;
}

INLINED void every_step(int64_t columns, const struct schedule *of, const struct shares *by, int64_t stride,
                        double *loss) {
    for (int64_t step = 0; step < of->steps; step++) {
        int64_t begin = of->first_owner[step], end = of->first_owner[step + 1];
        int64_t left = of->cyclic[step] ? by->repeats : 1;
        while (pass(columns, of, by, begin, end, stride, loss) >= by->tolerance && --left > 0) continue;
    }
}

/* `loss` begins with the losses for other reasons, a row of `stride` a node, of which `columns` are worked on. */
EXPORT WIDE void losses(int64_t columns, int64_t stride, int64_t steps, const uint8_t *cyclic,
                        const int64_t *first_owner, const int32_t *owners, const int32_t *first_need,
                        const int32_t *first_link, const int32_t *suppliers, const double *share,
                        const uint8_t *silent, const uint8_t *dead, const double *unstated, const double *rigid,
                        const uint8_t *flags, int64_t bound, double tolerance, int64_t repeats, double *loss) {
    struct schedule of = {steps, cyclic, first_owner, owners, first_need, first_link, suppliers};
    struct shares by = {share, silent, dead, unstated, rigid, flags, bound, tolerance, repeats};
    switch (columns) {
    case BLOCK: every_step(BLOCK, &of, &by, stride, loss); return;
    case 1: every_step(1, &of, &by, stride, loss); return;
    default: every_step(columns, &of, &by, stride, loss);
    }
}
