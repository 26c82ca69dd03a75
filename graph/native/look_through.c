/* Exposure looked through, of all steps in one call: graph/analysis/dependency/kernels/look_through.py. */
#include "kernels.h"

#include <math.h>

/* Set `sum` to the average over the suppliers of a node, or to 1 where it is a target. Terms are added in the order of
 * the row, as scipy does, so that both give the same bits. */
static void average(const struct shares *shares, int64_t node, int64_t targets, const uint8_t *target,
                    const double *exposure, double *restrict sum) {
    for (int64_t one = 0; one < targets; one++) sum[one] = 0.0;
    for (int32_t link = shares->first[node]; link < shares->first[node + 1]; link++) {
        const double *supplier = exposure + (int64_t)shares->supplier[link] * targets;
        double share = shares->share[link];
        for (int64_t one = 0; one < targets; one++) sum[one] += share * supplier[one];
    }
    const uint8_t *hit = target + node * targets;
    for (int64_t one = 0; one < targets; one++) sum[one] = hit[one] ? 1.0 : sum[one];
}

/* Set `row` to `sum`; return the furthest that any value has moved. */
static double moved(int64_t targets, const double *restrict sum, double *restrict row) {
    double furthest = 0.0;
    for (int64_t one = 0; one < targets; one++) {
        double distance = fabs(sum[one] - row[one]);
        furthest = distance > furthest ? distance : furthest;
        row[one] = sum[one];
    }
    return furthest;
}

/* Go once over the owners of a step; return the furthest that a value of a cycle has moved. There each average is of
 * what all owners were before; elsewhere no owner rests on another. */
static double over_owners(const struct schedule *schedule, int64_t step, const struct shares *shares, int64_t targets,
                          const uint8_t *target, double *sums, double *exposure) {
    const uint32_t *owners = schedule->owners + schedule->first_owner[step];
    int64_t count = schedule->first_owner[step + 1] - schedule->first_owner[step];
    double furthest = 0.0;
    for (int64_t at = 0; at < count; at++) {
        double *sum = schedule->cyclic[step] ? sums + at * targets : exposure + owners[at] * targets;
        average(shares, owners[at], targets, target, exposure, sum);
    }
    for (int64_t at = 0; at < count && schedule->cyclic[step]; at++) {
        double distance = moved(targets, sums + at * targets, exposure + owners[at] * targets);
        furthest = distance > furthest ? distance : furthest;
    }
    return furthest;
}

/* Go on from what was `reached`; return whether that was all. `target` and `exposure` have a row of `targets` a node,
 * `sums` one for each owner of the largest cycle. A cycle is repeated until nothing moves by `tolerance`, at most `most`
 * times. */
EXPORT int64_t look_through(const struct schedule *schedule, struct reached *reached, const struct shares *shares,
                            double tolerance, int64_t most, int64_t targets, const uint8_t *target, double *sums,
                            double *exposure) {
    int64_t looked = 0;
    for (; reached->step < schedule->steps; reached->step++, reached->turns = 0) {
        int64_t step = reached->step, turns = schedule->cyclic[step] ? most : 1;
        for (double furthest = tolerance; reached->turns < turns && furthest >= tolerance; reached->turns++) {
            if (looked > reached->enough) return 0;
            looked += links_of(schedule, step) * targets;
            furthest = over_owners(schedule, step, shares, targets, target, sums, exposure);
        }
    }
    return 1;
}
