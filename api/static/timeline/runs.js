// Which points can be compared, and how wide chance is.

/** Half the band of chance, in standard deviations. */
export const DEVIATIONS = 2;

/**
 * Runs of points that can be compared with each other: over the countries that every point counts, and where nothing but
 * the world has changed since the first of the run, as the interface says it (`gap`).
 */
export function comparable(points) {
  const runs = [];
  points.forEach((point, at) => {
    if (point.panel_index == null || point.index == null) {
      runs.push([]);
      return;
    }
    if (runs.length === 0 || point.gap) runs.push([]);
    runs.at(-1).push(at);
  });
  return runs.filter((run) => run.length > 1);
}
