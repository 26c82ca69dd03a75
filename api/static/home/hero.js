// The strongest finding as a chart: whose loss stops most labs, in production and in growth.

import { ask } from "../api.js";
import { Bar, measured, Told } from "../chokepoints/bar.js";
import { headline } from "../chokepoints/headline.js";
import { questionOf, TIMES } from "../chokepoints/question.js";
import { Failure, Go, Loading, useAnswer } from "../parts.js";
import { opened } from "../state.js";
import { html } from "../vendor/htm-preact.js";

const FIRST = 6;
const SHOWN = ["make", "grow"];

export function Hero({ state, go }) {
  const target = opened(state, { view: "chokepoints" });
  const query = questionOf(target);
  const { data, error } = useAnswer(() => ask("/v1/headlines", { ...query, limit: "500" }), [JSON.stringify(query)]);
  if (error) return html`<section class="hero"><${Failure} error=${error} state=${state} go=${go} /></section>`;
  if (!data) return html`<section class="hero"><${Loading} what="who stops most" /></section>`;
  return html`<section class="hero" aria-label="Chokepoints"><h3><${Go} state=${state} go=${go} change=${target}>${headline(data, target)}<//></h3>
    <table class="herotable"><thead><tr><th><span class="hidden">Country</span></th>${SHOWN.map((time) => html`<th>${TIMES[time]}</th>`)}</tr></thead>
    <tbody>${data.rows.slice(0, FIRST).map(
      (
        row,
      ) => html`<tr><th scope="row"><${Go} state=${state} go=${go} change=${{ ...target, selected: row.id }}>${row.name}<//></th>
      ${SHOWN.map((time) => html`<td><${Bar} at=${measured(data, row, time)} label=${`${row.name}, ${TIMES[time]}`} /><${Told} at=${measured(data, row, time)} /></td>`)}</tr>`,
    )}</tbody></table>
    <p class="legend">Labs that lose what they run on: <span class="key certain"></span>for certain <span class="key likely"></span>likely <span class="key possible"></span>possibly <span class="key own"></span>its own labs <span class="key hatched"></span>not known. As of ${data.meta.as_of}. <${Go} state=${state} go=${go} change=${target}>Companies, bans, and why<//></p></section>`;
}
