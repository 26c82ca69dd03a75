// The division of a layer over time. A point whose coverage changed is marked, never smoothed.
import { html, useState } from "./vendor/htm-preact.js";
import { ask } from "./api.js";
import { Basis, Failure, Loading, csv, save, useAnswer } from "./parts.js";
import { common } from "./state.js";

const LAYERS = ["models", "labs", "platforms", "clouds", "compute sites", "chips", "inputs", "security structures"];
const number = (value) => value == null ? "–" : value.toFixed(3);

function Chart({ points }) {
  const [width, height, left, bottom] = [760, 260, 40, 34];
  const x = (at) => left + (points.length < 2 ? 0.5 : at / (points.length - 1)) * (width - left - 20);
  const y = (value) => height - bottom - value * (height - bottom - 12);
  const most = Math.max(1, ...points.map((point) => point.coverage.countries));
  const known = points.map((point, at) => [point, at]).filter(([point]) => point.index != null);
  return html`<svg class="chart" viewBox=${`0 0 ${width} ${height}`} role="img" aria-label=${`Index from ${points[0].as_of} to ${points.at(-1).as_of}; the table below has every figure`}>
    ${[0, 0.25, 0.5, 0.75, 1].map((value) => html`<g><line class="grid" x1=${left} x2=${width - 12} y1=${y(value)} y2=${y(value)} /><text class="tick" x=${left - 16} y=${y(value) + 4}>${value}</text></g>`)}
    ${points.map((point, at) => html`<rect class="cover" x=${x(at) - 6} width="12" y=${y(point.coverage.countries / most * 0.3)} height=${height - bottom - y(point.coverage.countries / most * 0.3)}><title>${point.coverage.countries} countries covered</title></rect>`)}
    <polyline class="line" points=${known.map(([point, at]) => `${x(at)},${y(point.index)}`).join(" ")} />
    ${known.map(([point, at]) => html`<circle class=${point.coverage_changed ? "break" : "point"} cx=${x(at)} cy=${y(point.index)} r="4"><title>${point.as_of}: ${number(point.index)}${point.coverage_changed ? `; coverage changed: ${point.changes.join("; ")}` : ""}</title></circle>`)}
    ${points.map((point, at) => (at % Math.ceil(points.length / 8) === 0) && html`<text class="tick" x=${x(at)} y=${height - 12}>${point.as_of.slice(0, 7)}</text>`)}</svg>
    <p class="legend"><span class="key US"></span>index <span class="key break"></span>coverage changed at this point: not comparable with the one before · bars: countries covered, at most ${most}</p>`;
}

export function Timeline({ state, go }) {
  const layer = LAYERS.includes(state.layer) ? state.layer : "models";
  const [step, setStep] = useState("year");
  const query = { ...common(state), layer, from: "2020-01-01", step };
  delete query.as_of;
  const { data, error } = useAnswer(() => ask("/v1/fragmentation/timeline", query), [JSON.stringify(query)]);
  return html`<div class="wide"><h2>Division over time</h2>
    <p class="bar"><label>layer <select onChange=${(event) => go({ ...state, layer: event.target.value })}>${LAYERS.map((name) => html`<option selected=${name === layer}>${name}</option>`)}</select></label>
      <label>by <select onChange=${(event) => setStep(event.target.value)}><option selected=${step === "year"}>year</option><option selected=${step === "month"}>month</option></select></label></p>
    ${error && html`<${Failure} error=${error} state=${state} go=${go} />`}
    ${!data && !error && html`<${Loading} what="the timeline" />`}
    ${data && html`<${Chart} points=${data.points} />
      <button type="button" onClick=${() => save("timeline.csv", csv(["as_of", "layer", "index", "bits", "bipolarity", "coupling"], data.points), "text/csv")}>CSV</button>
      <div class="scroll" tabindex="0" role="region" aria-label="Points"><table><thead><tr><th>Day</th><th>Index</th><th>Null mean</th><th>Bits</th><th>Coupling</th><th>Countries</th><th>What changed in coverage</th></tr></thead>
      <tbody>${data.points.map((point) => html`<tr><td>${point.as_of}</td><td class="number">${number(point.index)}</td><td class="number">${number(point.null?.mean)}</td><td class="number">${number(point.bits)}</td><td class="number">${number(point.coupling)}</td><td class="number">${point.coverage.countries}</td><td class="dim">${point.changes.join("; ").slice(0, 300)}</td></tr>`)}</tbody></table></div>
      <${Basis} meta=${data.meta} sources=${data.sources} />`}</div>`;
}
