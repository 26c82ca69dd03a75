// The index of a layer over time, above what chance would give; gaps hatched, policies marked.

import { number as digits, Hatching } from "../shares.js";
import { html } from "../vendor/htm-preact.js";
import { comparable, DEVIATIONS } from "./runs.js";

const number = (value) => digits(value, 3);
const DAY = 86_400_000;

/** @param {{points: any[], policies: any[], day: string}} of the day that the slider is set to, marked where it lies in the chart */
export function Chart({ points, policies, day }) {
  const narrow = matchMedia("(max-width: 700px)").matches;
  const [width, height, left, right, bottom] = narrow ? [350, 260, 40, 30, 34] : [1000, 300, 52, 40, 34];
  const [first, last] = [Date.parse(points[0].as_of), Date.parse(points.at(-1).as_of)];
  const at = (day) => left + ((Date.parse(day) - first) / Math.max(last - first, DAY)) * (width - left - right);
  const x = points.map((point) => at(point.as_of));
  const y = (value) => height - bottom - Math.min(1, Math.max(0, value)) * (height - bottom - 12);
  const most = Math.max(1, ...points.map((point) => point.coverage.countries));
  const half = points.length > 1 ? (x[1] - x[0]) / 2 : 30;
  const known = points.map((point, number) => [point, number]).filter(([point]) => point.index != null);
  const every = Math.ceil(points.length / (narrow ? 4 : 8));
  const shown = policies.filter((one) => one.day >= points[0].as_of && one.day <= points.at(-1).as_of);
  return html`<svg class="chart figure" viewBox=${`0 0 ${width} ${height}`} role="img" aria-label=${`Index from ${points[0].as_of} to ${points.at(-1).as_of}; the table below has every figure`}>
    <${Hatching} />
    ${points.map((point, number_) => {
      const from = Math.max(left, x[number_] - half);
      const wide = Math.min(width - right, x[number_] + half) - from;
      return (
        point.index == null &&
        html`<rect class="missing" x=${from} width=${wide} y="12" height=${height - bottom - 12}><title>${point.as_of}: ${point.reason ?? "no figure"}</title></rect>`
      );
    })}
    ${[0, 0.25, 0.5, 0.75, 1].map((value) => html`<g><line class="grid" x1=${left} x2=${width - right} y1=${y(value)} y2=${y(value)} /><text class="tick left" x=${left - 6} y=${y(value) + 4}>${value}</text></g>`)}
    ${points.map((point, number_) => html`<rect class="cover" x=${x[number_] - 5} width="10" y=${y((point.coverage.countries / most) * 0.2)} height=${height - bottom - y((point.coverage.countries / most) * 0.2)}><title>${point.coverage.countries} countries covered</title></rect>`)}
    ${known.map(([point, number_]) => {
      if (!point.null) return null;
      const [low, high] = [-1, 1].map((sign) => point.null.mean + sign * DEVIATIONS * point.null.sd);
      return html`<rect class="band0" x=${x[number_] - Math.min(half, 14)} width=${2 * Math.min(half, 14)} y=${y(high)} height=${Math.max(2, y(low) - y(high))}><title>${point.as_of}: chance ${number(low)} to ${number(high)}</title></rect>`;
    })}
    ${day >= points[0].as_of && day <= points.at(-1).as_of && html`<g class="daymark"><line x1=${at(day)} x2=${at(day)} y1="12" y2=${height - bottom} /><title>${day}: the day that picture and map show</title></g>`}
    ${shown.map((one) => html`<path class="eventmark" d=${`M${at(one.day) - 4} 2h8l-4 8z`}><title>${one.day}: ${one.name}</title></path>`)}
    ${comparable(points).map((run) => html`<polyline class="line" points=${run.map((number_) => `${x[number_]},${y(points[number_].panel_index)}`).join(" ")} />`)}
    ${points.map((point, number_) => {
      const interval = point.interval?.index;
      return (
        interval &&
        interval[1] - interval[0] > 0.005 &&
        html`<line class="range" x1=${x[number_]} x2=${x[number_]} y1=${y(interval[0])} y2=${y(interval[1])} />`
      );
    })}
    ${known.map(([point, number_]) => html`<circle class=${point.gap ? "break" : "point"} cx=${x[number_]} cy=${y(point.index)} r="4.5"><title>${point.as_of}: ${number(point.index)}${point.gap ? `; ${point.gap}` : ""}</title></circle>`)}
    ${points.map((point, number_) => number_ % every === 0 && html`<text class="tick" x=${x[number_]} y=${height - 12}>${point.as_of.slice(0, 7)}</text>`)}</svg>`;
}
