// Countries between the two poles: a dot from −1 (China sphere) to +1 (US sphere) with its range, layer by layer.

import { ask } from "../api.js";
import { Export } from "../export/menu.js";
import { Basis, Choice, Failure, Go, Loading, useAnswer, wholePercent } from "../parts.js";
import { Same } from "../same.js";
import { Scroll } from "../scroll.js";
import { figure, LAYERS, told } from "../shares.js";
import { common, opened } from "../state.js";
import { html, useState } from "../vendor/htm-preact.js";
import { Dots } from "./dots.js";

const FIRST = 25;
const NAMED = 3;
const EVERY = "clouds and security structures";

/** What is drawn of a country, and why it is not ranked: on all that is compared, or on one layer. */
function placeOf(row, layer) {
  if (layer === EVERY) return row;
  const place = row.layers.find((one) => one.layer === layer);
  return {
    ...place,
    alignment: place?.counted ? place.alignment : null,
    alignment_range: place?.counted ? place.alignment_range : null,
    unranked: place?.to_rank && `to rank it: ${place.to_rank}`,
  };
}

const contested = (row) => row.place.contestedness ?? -1;

/** Who is the most evenly divided, of those that are ranked. */
function finding(known, layer) {
  const ranked = known.filter(
    (row) => contested(row) > 0 && !row.place.unranked && told(row.place.contestedness_range),
  );
  const as = (row) => figure(row.place.contestedness, row.place.contestedness_range);
  // Whoever reads the same as the last one named is named too.
  const first = ranked.filter((row, at) => at < NAMED || as(row) === as(ranked[NAMED - 1]));
  if (first.length === 0) return `No country of which enough is known is contested: ${layer}`;
  return `Most contested in ${layer}: ${first.map((row) => `${row.name} (${as(row)})`).join(", ")}`;
}

export function Countries({ state, go }) {
  const [all, setAll] = useState(false);
  const query = common(state);
  const layer = LAYERS.includes(state.layer) ? state.layer : EVERY;
  const { data, error } = useAnswer(() => ask("/v1/fragmentation/countries", query), [JSON.stringify(query)]);
  if (error) return html`<${Failure} error=${error} state=${state} go=${go} />`;
  if (!data) return html`<${Loading} what="the countries" />`;
  const known = data.countries
    .map((row) => ({ ...row, place: placeOf(row, layer) }))
    .filter((row) => row.place.alignment_range != null && row.standing !== "pole");
  if (layer !== EVERY)
    known.sort(
      (a, b) =>
        Boolean(a.place.unranked) - Boolean(b.place.unranked) ||
        contested(b) - contested(a) ||
        a.name.localeCompare(b.name),
    );
  const shown = all ? known : known.slice(0, FIRST);
  const title = `Between the spheres: ${layer === EVERY ? `mean of ${EVERY}` : layer}`;
  return html`<div class="bar"><h2>${finding(known, layer)}</h2>
      <${Choice} name="layer" value=${layer} values=${[EVERY, ...LAYERS]} onChoose=${(chosen) => go({ ...state, layer: chosen === EVERY ? "" : chosen })} />
      <${Export} name="contested-countries" title=${title} answer=${data} table=${table(data.countries)} path="/v1/fragmentation/countries" query=${query} /></div>
    <p>A dot on the right has its suppliers from the US sphere, on the left from the China sphere; in the middle from both, or from neither; the United States and China are the two ends. A line is the range that the facts allow. Ranked first, the most contested first, by the second figure, which is 0 where all is from one pole and 1 where half is from each; ● ranked, ○ not ranked, because too little is known.</p>
    ${data.reasons?.[layer] && html`<p role="status" class="notice">Withheld as a whole: ${data.reasons[layer]}.</p>`}
    <${Scroll} label="Dots"><${Dots} rows=${shown} title=${title} /><//>
    <p class="legend"><span class="key US"></span>to the US sphere <span class="key China"></span>to the China sphere <span class="key none"></span>between</p>
    ${known.length > FIRST && html`<p><button type="button" aria-pressed=${all} onClick=${() => setAll(!all)}>${all ? `Show the first ${FIRST}` : `Show all ${known.length}`}</button></p>`}
    ${known.length === 0 && html`<p role="status">Of no country is enough known here.</p>`}
    <details><summary>How this is measured</summary><p>Alignment is the US sphere's share less the China sphere's share of a country's suppliers, −1 to 1; contestedness is twice the smaller of the two. Both are means over ${data.compared_on.join(" and ")}, on which any country can stand: an average over other layers than another country's would be another figure. Ranked are the countries of which enough is known on all of these, the two powers apart.
      The <${Go} state=${state} go=${go} change=${opened(state, { view: "map", layer: layer === EVERY ? "" : layer })}>map<//> shows one layer at a time; <${Go} state=${state} go=${go} change=${opened(state, { view: "timeline", mode: "countries" })}>over time<//> two countries since 2023.</p></details>
    <${Table} rows=${shown} state=${state} go=${go} />
    <p class="dim">* less than half is known: in no mean. ${data.countries.length - known.length} more, the two powers among them, are in the CSV: of most of these too little is known.</p>
    <${Basis} meta=${data.meta} sources=${data.sources} />
    <${Same} state=${state} go=${go} path="/v1/fragmentation/countries" query=${query} />`;
}

function Table({ rows, state, go }) {
  return html`<${Scroll} label="Countries"><table><thead><tr><th>Country</th><th class="number">Alignment</th><th class="number">Contestedness</th><th>Rests on both poles for</th><th>Alignment by layer</th></tr></thead>
    <tbody>${rows.map(
      (
        row,
      ) => html`<tr><td><${Go} state=${state} go=${go} change=${opened(state, { view: "profile", root: row.id })}>${row.name}<//></td><td class="number">${figure(row.place.alignment, row.place.alignment_range)}</td><td class="number">${figure(row.place.contestedness, row.place.contestedness_range)}</td>
      <td>${row.hedges_on.join(", ")}${row.place.unranked && html`<p class="dim">not ranked: ${row.place.unranked}</p>`}</td><td class="dim">${row.layers
        .filter((layer) => layer.units > 0 && layer.spheres)
        .map((layer) => `${layer.layer} ${figure(layer.alignment, layer.alignment_range)}${layer.counted ? "" : " *"}`)
        .join("; ")}</td></tr>`,
    )}</tbody></table><//>`;
}

function table(countries) {
  const rows = countries.map((row) => ({
    ...row,
    alignment_low: row.alignment_range?.[0],
    alignment_high: row.alignment_range?.[1],
    by_layer: row.layers.map(
      (layer) =>
        `${layer.layer} ${layer.spheres ? figure(layer.alignment, layer.alignment_range, 3) : "unknown"} (${wholePercent(layer.known)} known)`,
    ),
  }));
  const columns =
    "id,name,alignment,alignment_low,alignment_high,contestedness,hedges_on,pulled_apart,unranked,by_layer";
  return { columns: columns.split(","), rows };
}
