// Where two countries stood between the poles on each layer, year by year; what is not known stays hatched.

import { ask } from "../api.js";
import { Export } from "../export/menu.js";
import { inSentence, useNames } from "../names.js";
import { Basis, Failure, Go, Loading, useAnswer, wholePercent } from "../parts.js";
import { Same } from "../same.js";
import { Scroll } from "../scroll.js";
import { Entity } from "../search.js";
import { figure, LAYERS, number, told } from "../shares.js";
import { common, opened } from "../state.js";
import { TimeSlider } from "../time/slider.js";
import { html } from "../vendor/htm-preact.js";

const FIRST_YEAR = 2023;
const PAIR = ["country:IDN", "country:ARE"];

/** A country's points by day, oldest first. */
function byDay(answer) {
  const days = [...new Set(answer.points.map((point) => point.as_of))];
  return days.map((day) => ({ day, name: answer.name, layers: answer.points.filter((one) => one.as_of === day) }));
}

export function CountriesOverTime({ state, go }) {
  const pair = [state.root || PAIR[0], state.beside || PAIR[1]];
  const { as_of, ...rest } = common(state);
  const query = { ...rest, from: `${FIRST_YEAR}-01-01`, step: "year" };
  const path = (id) => `/v1/fragmentation/countries/${id}/timeline`;
  const name = useNames(pair);
  const { data, error } = useAnswer(
    () => Promise.all(pair.map((id) => ask(path(id), query))),
    [pair.join(), JSON.stringify(query)],
  );
  const choose = (at) => (item) => {
    const next = pair.with(at, item.id);
    go({ ...state, root: next[0], beside: next[1] });
  };
  const title = data
    ? data.map((answer, at) => moved(byDay(answer), inSentence(pair[at], name(pair[at])))).join("; ")
    : `Alignment since ${FIRST_YEAR}: ${pair.map(name).join(" and ")}`;
  return html`<div class="bar"><h2>${title}</h2>
      <${Export} name="alignment-over-time" title=${title} answer=${data?.[0]} table=${data && table(data.map(byDay))} path=${path(pair[0])} query=${query} /></div>
    <p class="pickers">${pair.map((id, at) => html`<${Entity} id=${`country${at}`} state=${state} label=${at ? "and the country" : "The country"} shown=${name(id)} onChoose=${choose(at)} />`)}</p>
    <p>+1: all suppliers from the US sphere; −1: all from the China sphere. Layers are not added up over time, and a direction is told only between days that can be compared and of at least five units: fewer move by one of them.</p>
    <${TimeSlider} day=${state.as_of} onDay=${(day) => go({ ...state, as_of: day })} />
    ${error && html`<${Failure} error=${error} state=${state} go=${go} />`}
    ${!data && !error && html`<${Loading} what="both countries, year by year" />`}
    ${data?.map((answer, at) => html`<${One} key=${pair[at]} places=${byDay(answer)} day=${as_of ?? ""} id=${pair[at]} name=${name(pair[at])} state=${state} go=${go} />`)}
    ${data && html`<${Basis} meta=${data[0].meta} sources=${data[0].sources} />`}
    <${Same} state=${state} go=${go} path=${path(pair[0])} query=${query} />`;
}

function One({ places, day, id, name, state, go }) {
  const chosen = day && places.findLast((place) => place.day <= day)?.day;
  const known = LAYERS.filter((layer) => places.some((place) => of(place, layer)?.spheres));
  const never = LAYERS.filter((layer) => !known.includes(layer));
  return html`<section aria-label=${name}><h3><${Go} state=${state} go=${go} change=${opened(state, { view: "profile", root: id })}>${name}<//></h3>
    <ul>${known.map((layer) => html`<li>${changed(places, layer)}</li>`)}</ul>
    <${Scroll} label=${`${name}, year by year`}><table class="years"><thead><tr><th>Layer</th>${places.map((place) => html`<th class=${place.day === chosen ? "chosen" : ""}>${place.day}</th>`)}</tr></thead>
      <tbody>${known.map((layer) => html`<tr><th scope="row">${layer}</th>${places.map((place) => html`<td class=${place.day === chosen ? "chosen" : ""}><${Place} place=${of(place, layer)} /></td>`)}</tr>`)}</tbody></table><//>
    ${never.length > 0 && html`<p class="dim">Not known in any of these years: ${never.join(", ")}.</p>`}</section>`;
}

const of = (place, layer) => place.layers.find((one) => one.layer === layer);

/** An alignment that may be anything: it goes from −1 to 1, twice as far as a share. */
const open = ({ alignment_range: range }) => !told(range?.map((end) => end / 2));

const days = (places, layer) => places.map((place) => [place.day, of(place, layer)]).filter(([, one]) => one?.spheres);

/** Which way a country went on a layer; nothing where two days cannot be compared or too few are counted. */
function direction(places, layer) {
  const known = days(places, layer).map(([, one]) => one);
  if (known.length < 2 || known.slice(1).some((one) => one.gap)) return null;
  const [first, last] = [known[0], known.at(-1)];
  if (first.to_rank || last.to_rank || open(first) || open(last)) return null;
  const step = last.alignment - first.alignment;
  return Math.abs(step) < 0.005 ? "unchanged" : step > 0 ? "towards the US sphere" : "towards the China sphere";
}

/** Where a country went since the first year, layer by layer. */
function moved(places, name) {
  const told = LAYERS.map((layer) => [layer, direction(places, layer)]).filter(([, way]) => way);
  if (told.length === 0) return `for ${name} no direction since ${FIRST_YEAR} can be told`;
  return `${name} since ${FIRST_YEAR}: ${told.map(([layer, way]) => `${layer} ${way}`).join(", ")}`;
}

/** What became of a country on a layer, in a sentence; a direction only between days that can be compared. */
function changed(places, layer) {
  const known = days(places, layer);
  const [[from, first], [to, last]] = [known[0], known.at(-1)];
  const counted = (one) => `${figure(one.alignment, one.alignment_range)}${one.units ? ` (${one.units} counted)` : ""}`;
  if (known.length === 1) return `${layer}: ${counted(last)} on ${to}; before that it is not known.`;
  const said = `${layer}: ${counted(first)} on ${from}, ${counted(last)} on ${to}`;
  const torn = known.slice(1).find(([, one]) => one.gap)?.[1].gap;
  if (torn) return `${said}; the two cannot be compared: ${torn}.`;
  if (first.to_rank || last.to_rank) return `${said}; too few are counted to tell a direction.`;
  if (open(first) || open(last)) return `${said}; too much is open to tell a direction.`;
  return `${said}, ${direction(places, layer)}.`;
}

function Place({ place }) {
  if (!place?.spheres)
    return html`<span class="ranged unknown" role="img" aria-label="not known"></span> <span class="dim">not known</span>`;
  const x = (value) => `${50 * (value + 1)}%`;
  const [low, high] = place.alignment_range ?? [place.alignment, place.alignment];
  const central = place.alignment != null;
  const said = `${figure(place.alignment, [low, high])}, ${wholePercent(place.known)} known`;
  return html`<span class="ranged between" role="img" aria-label=${said} title=${said}><span class="whisker" style=${{ left: x(low), width: `${50 * (high - low)}%` }}></span>${central && html`<span class="pin" style=${{ left: x(place.alignment) }}></span>`}</span> <b>${central ? number(place.alignment) : `${number(low)} to ${number(high)}`}</b>`;
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
        units: layer.units,
        gap: layer.gap,
      })),
    ),
  );
  return { columns: ["country", "day", "layer", "alignment", "low", "high", "known", "units", "gap"], rows };
}
