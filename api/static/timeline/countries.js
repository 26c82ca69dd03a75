// Where two countries stood between the poles on each layer, year by year; what is not known stays hatched.

import { ask } from "../api.js";
import { Export } from "../export/menu.js";
import { useNames } from "../names.js";
import { Basis, Failure, Go, Loading, percent, useAnswer } from "../parts.js";
import { Same } from "../same.js";
import { Entity } from "../search.js";
import { LAYERS, number } from "../shares.js";
import { common, opened } from "../state.js";
import { html } from "../vendor/htm-preact.js";

const FIRST_YEAR = 2023;
const PAIR = ["country:IDN", "country:ARE"];

/** The first day of each year, and the day asked for. @param {string} day */
function daysTo(day) {
  const last = day || new Date().toISOString().slice(0, 10);
  const years = Array.from(
    { length: Number(last.slice(0, 4)) - FIRST_YEAR + 1 },
    (_, at) => `${FIRST_YEAR + at}-01-01`,
  );
  return [...years.filter((one) => one < last), last];
}

async function placesOf(id, days, query) {
  const answers = await Promise.all(days.map((as_of) => ask(`/v1/fragmentation/countries/${id}`, { ...query, as_of })));
  return answers.map((answer, at) => ({ ...answer, day: days[at] }));
}

export function CountriesOverTime({ state, go }) {
  const pair = [state.root || PAIR[0], state.beside || PAIR[1]];
  const query = common(state);
  delete query.as_of;
  const days = daysTo(state.as_of);
  const name = useNames(pair);
  const { data, error } = useAnswer(
    () => Promise.all(pair.map((id) => placesOf(id, days, query))),
    [pair.join(), days.join(), JSON.stringify(query)],
  );
  const choose = (at) => (item) => {
    const next = pair.with(at, item.id);
    go({ ...state, root: next[0], beside: next[1] });
  };
  const title = `Alignment since ${FIRST_YEAR}: ${pair.map(name).join(" and ")}`;
  return html`<div class="bar"><h2>${title}</h2>
      <${Export} name="alignment-over-time" title=${title} answer=${data?.[0].at(-1)} table=${data && table(data)} path=${`/v1/fragmentation/countries/${pair[0]}`} query=${query} /></div>
    <p class="pickers">${pair.map((id, at) => html`<${Entity} id=${`country${at}`} state=${state} label=${at ? "and the country" : "The country"} shown=${name(id)} onChoose=${choose(at)} />`)}</p>
    <p>+1: all suppliers from the US sphere; −1: all from the China sphere. Layers are not added up over time: what is known of one year is not what is known of another; and a layer of which few are counted moves by one of them.</p>
    ${error && html`<${Failure} error=${error} state=${state} go=${go} />`}
    ${!data && !error && html`<${Loading} what="both countries, year by year" />`}
    ${data?.map((places, at) => html`<${One} key=${pair[at]} places=${places} id=${pair[at]} name=${name(pair[at])} state=${state} go=${go} />`)}
    ${data && html`<${Basis} meta=${data[0].at(-1).meta} sources=${data[0].at(-1).sources} />`}
    <${Same} state=${state} go=${go} path=${`/v1/fragmentation/countries/${pair[0]}`} query=${{ ...query, as_of: days[0] }} />`;
}

function One({ places, id, name, state, go }) {
  const known = LAYERS.filter((layer) => places.some((place) => of(place, layer)?.alignment != null));
  const never = LAYERS.filter((layer) => !known.includes(layer));
  return html`<section aria-label=${name}><h3><${Go} state=${state} go=${go} change=${opened(state, { view: "profile", root: id })}>${name}<//></h3>
    <ul>${known.map((layer) => html`<li>${changed(places, layer)}</li>`)}</ul>
    <div class="scroll" tabindex="0" role="region" aria-label=${`${name}, year by year`}><table class="years"><thead><tr><th>Layer</th>${places.map((place) => html`<th>${place.day}</th>`)}</tr></thead>
      <tbody>${known.map((layer) => html`<tr><th scope="row">${layer}</th>${places.map((place) => html`<td><${Place} place=${of(place, layer)} /></td>`)}</tr>`)}</tbody></table></div>
    ${never.length > 0 && html`<p class="dim">Not known in any of these years: ${never.join(", ")}.</p>`}</section>`;
}

const of = (place, layer) => place.layers.find((one) => one.layer === layer);

/** What became of a country on a layer, in a sentence: over the days on which it is known. */
function changed(places, layer) {
  const known = places.map((place) => [place.day, of(place, layer)]).filter(([, one]) => one?.alignment != null);
  const [[from, first], [to, last]] = [known[0], known.at(-1)];
  const counted = (one) => `${number(one.alignment)}${one.units ? ` (${one.units} counted)` : ""}`;
  if (known.length === 1) return `${layer}: ${counted(last)} on ${to}; before that it is not known.`;
  const step = last.alignment - first.alignment;
  const how = Math.abs(step) < 0.005 ? "unchanged" : step > 0 ? "towards the US sphere" : "towards the China sphere";
  return `${layer}: from ${counted(first)} on ${from} to ${counted(last)} on ${to}, ${how}.`;
}

function Place({ place }) {
  if (place?.alignment == null)
    return html`<span class="ranged unknown" role="img" aria-label="not known"></span> <span class="dim">not known</span>`;
  const x = (value) => `${50 * (value + 1)}%`;
  const [low, high] = place.alignment_range ?? [place.alignment, place.alignment];
  const range = high - low > 0.005 ? `, ${number(low)} to ${number(high)}` : "";
  const said = `${number(place.alignment)}${range}, ${percent(Number(place.known.toFixed(2)))} known`;
  return html`<span class="ranged between" role="img" aria-label=${said} title=${said}><span class="whisker" style=${{ left: x(low), width: `${50 * (high - low)}%` }}></span><span class="pin" style=${{ left: x(place.alignment) }}></span></span> <b>${number(place.alignment)}</b>`;
}

function table(both) {
  const rows = both.flatMap((places) =>
    places.flatMap((place) =>
      place.layers.map((layer) => ({
        country: place.name,
        day: place.day,
        layer: layer.layer,
        alignment: layer.alignment,
        low: layer.alignment_range?.[0],
        high: layer.alignment_range?.[1],
        known: layer.known,
      })),
    ),
  );
  return { columns: ["country", "day", "layer", "alignment", "low", "high", "known"], rows };
}
