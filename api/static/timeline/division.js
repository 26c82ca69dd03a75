// The division of a layer over time. A point whose coverage changed is marked, never smoothed.

import { ask } from "../api.js";
import { Export } from "../export/menu.js";
import { Named } from "../names.js";
import { Basis, Choice, Failure, Go, LeftOut, Loading, useAnswer } from "../parts.js";
import { Same } from "../same.js";
import { Scroll } from "../scroll.js";
import { number as digits, figure, LAYERS } from "../shares.js";
import { common, opened } from "../state.js";
import { today } from "../time/days.js";
import { TimeSlider } from "../time/slider.js";
import { html } from "../vendor/htm-preact.js";
import { Chart } from "./chart.js";
import { Events, usePolicies } from "./events.js";
import { headline } from "./headline.js";

const MONTHS = 47; // with the day itself well below what the server gives at once

const number = (value) => digits(value, 3);

function Legend({ points }) {
  const most = Math.max(1, ...points.map((point) => point.coverage.countries));
  return html`<p class="legend"><span class="key US"></span>index of all countries known on the day <span class="key break"></span>not comparable with those before · line: the same countries on every day, where nothing else has changed <span class="key band"></span>what chance would give (95 % of random worlds) <span class="key hatched"></span>no central value: too little is known of that day; a line is what it may be <span class="key event"></span>a policy · bars: countries covered, at most ${most}</p>`;
}

/** What is taken for granted of those of which no source states a supplier. */
function supposed(data) {
  const cover = data?.points.at(-1)?.coverage;
  return cover?.supposed > 0
    ? `Of ${cover.supposed.toLocaleString("en")} of the ${cover.units.toLocaleString("en")} ${cover.counted} no source states a supplier: they are supposed to rest on themselves, which is not known.`
    : "";
}

const shortened = (text) => (text.length > 300 ? `${text.slice(0, 300)} … (all of it is in the CSV)` : text);

/** What is asked: all years whatever the day, so that nothing moves; of months as many as the server gives at once. */
function windowOf(step, day) {
  if (step === "year") return { from: "2020-01-01" };
  const first = new Date();
  first.setUTCMonth(first.getUTCMonth() - MONTHS, 1);
  if (!day || day >= first.toISOString().slice(0, 10)) return { from: first.toISOString().slice(0, 10) };
  const last = new Date(day);
  last.setUTCMonth(last.getUTCMonth() + MONTHS, 1);
  return { from: day, to: last.toISOString().slice(0, 10) };
}

/** The last point that is not after the day, in words; and the same day elsewhere. */
function OnTheDay({ points, day, state, go }) {
  const point = points.findLast((one) => one.as_of <= day);
  const band = point?.null && [-1, 1].map((sign) => number(point.null.mean + sign * 2 * point.null.sd)).join(" to ");
  const said =
    point?.index == null
      ? point?.interval?.index
        ? `On ${point.as_of} the index ${figure(null, point.interval.index, 3)}: no central value.`
        : `No figure${point ? ` on ${point.as_of}: ${point.reason}` : " so early"}.`
      : `On ${point.as_of}: ${figure(point.index, point.interval?.index, 3)}, of ${point.coverage.countries} countries${band ? `; chance would give ${band}` : ""}.`;
  return html`<p class="ontheday" role="status">${said} The same day as <${Go} state=${state} go=${go} change=${opened(state, { view: "map", layer: state.layer })}>a map<//> or <${Go} state=${state} go=${go} change=${opened(state, { view: "dependencies", root: "model:claude-opus-4-5" })}>a picture of what Claude rests on<//>.</p>`;
}

export function Division({ state, go }) {
  const layer = LAYERS.includes(state.layer) ? state.layer : "clouds";
  const step = state.step === "month" ? "month" : "year";
  const { as_of, ...rest } = common(state);
  const query = { ...rest, layer, step, ...windowOf(step, as_of ?? "") };
  const { data, error } = useAnswer(() => ask("/v1/fragmentation/timeline", query), [JSON.stringify(query)]);
  const policies = usePolicies();
  const title = data ? headline(data.points, layer) : `Division over time: ${layer}`;
  return html`<div class="bar"><h2>${title}</h2>
      <${Choice} name="layer" value=${layer} values=${LAYERS} onChoose=${(chosen) => go({ ...state, layer: chosen, tie: "" })} />
      <${Choice} name="by" value=${step} values=${["year", "month"]} onChoose=${(chosen) => go({ ...state, step: chosen })} />
      <${Export} name=${`timeline-${layer.replaceAll(" ", "-")}`} title=${title} answer=${data} table=${data && table(data.points)} path="/v1/fragmentation/timeline" query=${query} /></div>
    <p>0: all countries alike; 1: each in one sphere. Only what stands above the grey band is more than chance, and only what a line joins can be compared. ${supposed(data)}</p>
    ${error && html`<${Failure} error=${error} state=${state} go=${go} />`}
    ${!data && !error && html`<${Loading} what="the timeline" />`}
    ${
      data &&
      html`<${Scroll} label="Chart"><${Chart} points=${data.points} policies=${policies} day=${state.as_of || today()} /><//>
      <${TimeSlider} day=${state.as_of} onDay=${(day) => go({ ...state, as_of: day })} />
      <${OnTheDay} points=${data.points} day=${state.as_of || today()} state=${state} go=${go} />
      <${Legend} points=${data.points} />
      ${data.points.every((point) => point.index == null && !point.interval?.index) && html`<p role="status" class="notice">No day has a figure: ${data.points.at(-1)?.reason ?? "nothing is known"}.</p>`}
      <${Events} policies=${policies} from=${data.points[0]?.as_of} state=${state} go=${go} />
      <details><summary>How this is measured</summary><p>Theil's H on each day: the part of all diversity of suppliers' spheres that lies between countries. Chance: worlds with the same numbers of ties, drawn at random; the band is their mean ± 2 standard deviations. A day on which too much is undated is withheld.</p></details>
      <${Scroll} label="Points"><table><thead><tr><th>Day</th><th class="number">Index</th><th class="number">Same countries</th><th class="number">Null mean</th><th class="number">Bits</th><th class="number">Coupling</th><th class="number">Countries</th><th>Change of coverage, or why no figure</th></tr></thead>
      <tbody>${data.points.map((point) => html`<tr><td class="when">${point.as_of}</td><td class="number">${figure(point.index, point.interval?.index, 3)}</td><td class="number">${number(point.panel_index)}</td><td class="number">${number(point.null?.mean)}</td><td class="number">${number(point.bits)}</td><td class="number">${number(point.coupling)}</td><td class="number">${point.coverage.countries}</td><td class="dim"><${Named} text=${shortened([point.reason, ...point.changes].filter(Boolean).join("; "))} /></td></tr>`)}</tbody></table><//>
      <${LeftOut} state=${state} go=${go} /><${Basis} meta=${data.meta} sources=${data.sources} />`
    }
    <${Same} state=${state} go=${go} path="/v1/fragmentation/timeline" query=${query} saved=${["policies-in-order", {}]} />`;
}

function table(points) {
  const rows = points.map((point) => ({
    ...point,
    index_low: point.interval?.index?.[0],
    index_high: point.interval?.index?.[1],
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
      "index_low",
      "index_high",
      "panel_index",
      "null_mean",
      "z",
      "bits",
      "bipolarity",
      "coupling",
      "countries",
      "layer_known",
      "gap",
      "changes",
    ],
    rows,
  };
}
