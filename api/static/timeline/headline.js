// What the points of a layer say, as a sentence: a change only between days that can be compared.

import { figure, number } from "../shares.js";
import { comparable, DEVIATIONS } from "./runs.js";

/** Whether countries are divided by more than chance would divide them. */
function beside({ index, null: chance }) {
  if (!chance) return "";
  const [low, high] = [-1, 1].map((sign) => chance.mean + sign * DEVIATIONS * chance.sd);
  return index > high
    ? ", more than chance would give"
    : index < low
      ? ", less than chance would give"
      : ", as chance would give";
}

/** @param {any[]} points oldest first @param {string} layer */
export function headline(points, layer) {
  const name = `${layer[0].toUpperCase()}${layer.slice(1)}`;
  const known = points.filter((point) => point.index != null);
  const last = known.at(-1);
  if (!last) {
    const open = points.findLast((point) => point.interval?.index);
    return open
      ? `${name}: on ${open.as_of} the index ${figure(null, open.interval.index)}, which says nothing`
      : `${name}: no day has a figure`;
  }
  const now = `the index is ${number(last.index)} on ${last.as_of}${beside(last)}`;
  if (known.length === 1) return `${name}: only one day has a figure, ${now}`;
  const run = comparable(points).at(-1);
  if (!run) return `${name}: no two days can be compared; ${now}`;
  const [from, to] = [points[run[0]], points[run.at(-1)]];
  return `${name}: the same countries are divided by ${number(from.panel_index)} on ${from.as_of}, by ${number(to.panel_index)} on ${to.as_of}; of all known, ${now}`;
}
