// Which points can be compared, and how wide chance is.

/** Half the band of chance, in standard deviations. */
export const DEVIATIONS = 2;

/** Runs of points that can be compared with each other. */
export function comparable(points) {
  const runs = [];
  points.forEach((point, at) => {
    if (point.index == null) {
      runs.push([]);
      return;
    }
    if (runs.length === 0 || point.coverage_changed) runs.push([]);
    runs.at(-1).push(at);
  });
  return runs.filter((run) => run.length > 1);
}
