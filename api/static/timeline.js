// The division of a layer over time. A point whose coverage changed is marked, never smoothed.

import { ask } from "./api.js";
import { Export } from "./export/menu.js";
import { Basis, Choice, Failure, LeftOut, Loading, useAnswer } from "./parts.js";
import { number as digits, LAYERS } from "./shares.js";
import { common } from "./state.js";
import { html, useState } from "./vendor/htm-preact.js";

const MONTHS = 47; // with the day itself well below what the server gives at once

const number = (value) => digits(value, 3);

function Chart({ points }) {
  const [width, height, left, bottom] = [780, 260, 52, 34];
  const x = (at) => left + (points.length < 2 ? 0.5 : at / (points.length - 1)) * (width - left - 40);
  const y = (value) => height - bottom - value * (height - bottom - 12);
  const most = Math.max(1, ...points.map((point) => point.coverage.countries));
  const known = points.map((point, at) => [point, at]).filter(([point]) => point.index != null);
  return html`<svg class="chart figure" viewBox=${`0 0 ${width} ${height}`} role="img" aria-label=${`Index from ${points[0].as_of} to ${points.at(-1).as_of}; the table below has every figure`}>
    ${[0, 0.25, 0.5, 0.75, 1].map((value) => html`<g><line class="grid" x1=${left} x2=${width - 12} y1=${y(value)} y2=${y(value)} /><text class="tick" x=${left - 28} y=${y(value) + 4}>${value}</text></g>`)}
    ${points.map((point, at) => html`<rect class="cover" x=${x(at) - 6} width="12" y=${y((point.coverage.countries / most) * 0.3)} height=${height - bottom - y((point.coverage.countries / most) * 0.3)}><title>${point.coverage.countries} countries covered</title></rect>`)}
    ${comparable(points).map((run) => html`<polyline class="line" points=${run.map((at) => `${x(at)},${y(points[at].index)}`).join(" ")} />`)}
    ${known.map(([point, at]) => point.null && html`<line class="null" x1=${x(at) - 8} x2=${x(at) + 8} y1=${y(point.null.mean)} y2=${y(point.null.mean)}><title>${point.as_of}: chance ${number(point.null.mean)}</title></line>`)}
    ${known.map(([point, at]) => html`<circle class=${point.coverage_changed ? "break" : "point"} cx=${x(at)} cy=${y(point.index)} r="4"><title>${point.as_of}: ${number(point.index)}${point.coverage_changed ? `; coverage changed: ${point.changes.join("; ")}` : ""}</title></circle>`)}
    ${points.map((point, at) => at % Math.ceil(points.length / 8) === 0 && html`<text class="tick" x=${x(at)} y=${height - 12}>${point.as_of.slice(0, 7)}</text>`)}</svg>`;
}

function Legend({ points }) {
  const most = Math.max(1, ...points.map((point) => point.coverage.countries));
  return html`<p class="legend"><span class="key US"></span>index <span class="key break"></span>coverage changed at this point: not comparable with the one before, so no line leads there <span class="key null"></span>mean of random worlds · bars: countries covered, at most ${most}</p>`;
}

/** Runs of points that can be compared with each other. */
function comparable(points) {
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

const shortened = (text) => (text.length > 300 ? `${text.slice(0, 300)} … (all of it is in the CSV)` : text);

export function Timeline({ state, go }) {
  const layer = LAYERS.includes(state.layer) ? state.layer : "models";
  const [step, setStep] = useState("year");
  const end = new Date(state.as_of || Date.now());
  end.setUTCMonth(end.getUTCMonth() - MONTHS, 1);
  const from = step === "month" ? end.toISOString().slice(0, 10) : "2020-01-01";
  const query = { ...common(state), layer, from, step };
  delete query.as_of;
  const { data, error } = useAnswer(() => ask("/v1/fragmentation/timeline", query), [JSON.stringify(query)]);
  return html`<div class="wide"><div class="bar"><h2>Division over time</h2>
      <${Choice} name="layer" value=${layer} values=${LAYERS} onChoose=${(chosen) => go({ ...state, layer: chosen, tie: "" })} />
      <${Choice} name="by" value=${step} values=${["year", "month"]} onChoose=${setStep} />
      <${Export} name=${`timeline-${layer.replaceAll(" ", "-")}`} title=${`Division over time: ${layer}`} answer=${data} table=${data && table(data.points)} path="/v1/fragmentation/timeline" query=${query} /></div>
    <p>Theil's H on each day: 0 all countries alike, 1 each in one sphere. Only points whose coverage is the same can be compared.</p>
    <${LeftOut} state=${state} go=${go} />
    ${error && html`<${Failure} error=${error} state=${state} go=${go} />`}
    ${!data && !error && html`<${Loading} what="the timeline" />`}
    ${
      data &&
      html`<div class="scroll" tabindex="0" role="region" aria-label="Chart"><${Chart} points=${data.points} /></div>
      <${Legend} points=${data.points} />
      <div class="scroll" tabindex="0" role="region" aria-label="Points"><table><thead><tr><th>Day</th><th class="number">Index</th><th class="number">Null mean</th><th class="number">Bits</th><th class="number">Coupling</th><th class="number">Countries</th><th>What changed in coverage</th></tr></thead>
      <tbody>${data.points.map((point) => html`<tr><td class="when">${point.as_of}</td><td class="number">${number(point.index)}</td><td class="number">${number(point.null?.mean)}</td><td class="number">${number(point.bits)}</td><td class="number">${number(point.coupling)}</td><td class="number">${point.coverage.countries}</td><td class="dim">${shortened(point.changes.join("; "))}</td></tr>`)}</tbody></table></div>
      <${Basis} meta=${data.meta} sources=${data.sources} />`
    }</div>`;
}

function table(points) {
  const rows = points.map((point) => ({
    ...point,
    null_mean: point.null?.mean,
    z: point.null?.z,
    countries: point.coverage.countries,
    layer_known: point.coverage.share,
  }));
  return {
    columns: [
      "as_of",
      "layer",
      "tie",
      "index",
      "null_mean",
      "z",
      "bits",
      "bipolarity",
      "coupling",
      "countries",
      "layer_known",
      "coverage_changed",
      "changes",
    ],
    rows,
  };
}
