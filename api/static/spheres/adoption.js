// What if some countries rested on others: the measures before and after.

import { ask } from "../api.js";
import { Export } from "../export/menu.js";
import { useNames } from "../names.js";
import { Basis, Choice, Failure, Loading, useAnswer } from "../parts.js";
import { Same } from "../same.js";
import { Scroll } from "../scroll.js";
import { figure, LAYERS, number, Shares, SPHERES, sphereName, within } from "../shares.js";
import { common } from "../state.js";
import { html, useState } from "../vendor/htm-preact.js";

const EXAMPLE = "BRA,IDN~20~China";
const SAID = { US: "the US sphere", China: "the China sphere", other: "other countries" };
const MEASURES = { index: "Index", bits: "Bits", bipolarity: "Bipolarity", coupling: "Coupling" };

/** A shift as it stands in the address: countries~points~to. */
function readShift(text) {
  const [countries = "", points = "", to = ""] = (text || EXAMPLE).split("~");
  return { countries, points, to };
}

/** @param {string} text alpha-3 codes or ids, with commas */
const ids = (text) =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => (part.includes(":") ? part : `country:${part.toUpperCase()}`));

export function Adoption({ state, go }) {
  const layer = LAYERS.includes(state.layer) ? state.layer : "clouds";
  const shift = readShift(state.shift);
  const query = common(state);
  const body = { layer, shifts: [{ countries: ids(shift.countries), points: Number(shift.points), to: shift.to }] };
  const { data, error, loading } = useAnswer(
    () => ask("/v1/fragmentation/adoption", query, body),
    [JSON.stringify([query, body])],
  );
  const called = useNames([...ids(shift.countries), ...(data?.countries ?? []).map((row) => row.country)]);
  const title = `${ids(shift.countries).map(called).join(", ")} move ${shift.points} points of their ${layer} to ${shift.to in SAID ? SAID[shift.to] : shift.to}`;
  return html`<div class="bar"><h2>What if some countries rested on others</h2>
      ${data && html`<${Export} name="adoption" title=${title} answer=${data} table=${table(data)} />`}</div>
    <${Form} key=${state.shift} layer=${layer} shift=${shift} onRun=${(chosen, next) => go({ ...state, layer: chosen, shift: next === EXAMPLE ? "" : next })} />
    ${error && html`<${Failure} error=${error} state=${state} go=${go} />`}
    ${loading && !data && html`<${Loading} what="before and after" />`}
    ${
      data &&
      !error &&
      html`<h3>${title}</h3>
      ${Object.entries(data.not_moved).map(([country, reason]) => html`<p class="notice" role="status">${called(country)} did not move: ${reason}.</p>`)}
      <${Scroll} label="Before and after" stale=${loading}><table><thead><tr><th>The whole layer</th><th>Before</th><th>After</th></tr></thead>
      <tbody>${Object.entries(MEASURES).map(([name, said]) => html`<tr><th scope="row">${said}</th>${[data.before, data.after].map((figures) => html`<td>${ofLayer(figures, name)}</td>`)}</tr>`)}
        <tr><th scope="row">Whose suppliers</th>${[data.before, data.after].map((figures) => html`<td><${Shares} spheres=${figures.spheres} ranges=${figures.interval?.spheres} /></td>`)}</tr>
        <tr><th scope="row">Looked through</th>${[data.before, data.after].map((figures) => html`<td>${through(figures.look_through)}</td>`)}</tr></tbody></table><//>
      <${Scroll} label="Countries moved"><table><thead><tr><th>Country</th><th>Before</th><th>After</th><th class="number">Alignment</th><th class="number">Contestedness</th></tr></thead>
      <tbody>${data.countries.map(
        (
          row,
        ) => html`<tr><th scope="row">${called(row.country)}</th><td><${Shares} spheres=${row.before?.spheres} ranges=${row.before?.spheres_range} known=${row.before?.known} /></td><td><${Shares} spheres=${row.after?.spheres} ranges=${row.after?.spheres_range} known=${row.after?.known} /></td>
        ${["alignment", "contestedness"].map((name) => html`<td class="number">${stands(row.before, name)} → ${stands(row.after, name)}</td>`)}</tr>`,
      )}</tbody></table><//>
      <p class="dim">A scenario, not a forecast: nothing in the graph is changed, and everything that it does not name stays as it is. More can be asked by the interface: several shifts, whole new portfolios.</p>
      <${Basis} meta=${data.meta} sources=${data.sources} />`
    }
    <${Same} state=${state} go=${go} path="/v1/fragmentation/adoption" query=${query} body=${body} />`;
}

function ofLayer(figures, name) {
  const chance = name === "index" ? figures.null : name === "coupling" ? figures.coupling_null : null;
  const range = figures.interval?.[name];
  if (figures[name] == null) return range ? figure(null, range, 3) : (figures.reason ?? "no figure");
  return html`<b>${number(figures[name], 3)}</b>${within(range)}${chance && html` <span class="dim">null ${number(chance.mean, 3)}</span>`}`;
}

/** A figure of a country before or after, with its range. */
const stands = (place, name) => (place ? figure(place[name], place[`${name}_range`]) : "–");

/** What is looked through, of the spheres whose direct share has a value. */
function through(shares) {
  if (!shares) return "unknown";
  const told = SPHERES.filter((name) => shares[name] != null);
  if (told.length === 0) return "no surer than that";
  return told.map((name) => `${sphereName(name)} ${Math.round(1000 * shares[name]) / 10} %`).join(", ");
}

function Form({ layer, shift, onRun }) {
  const [chosen, setChosen] = useState(layer);
  const [countries, setCountries] = useState(shift.countries);
  const [points, setPoints] = useState(shift.points);
  const [to, setTo] = useState(shift.to);
  const run = (event) => {
    event.preventDefault();
    onRun(chosen, `${countries.replaceAll(" ", "")}~${points}~${to.trim()}`);
  };
  return html`<form class="bar" onSubmit=${run}>
    <label>countries <input value=${countries} size="18" required pattern="[A-Za-z:, ]+" title="three-letter codes with commas, such as BRA,IDN" onInput=${(event) => setCountries(event.target.value)} /></label>
    <label>move <input type="number" min="1" max="100" value=${points} required onInput=${(event) => setPoints(event.target.value)} /> points</label>
    <${Choice} name="of their" value=${chosen} values=${LAYERS} onChoose=${setChosen} />
    <label>to <input list="targets" value=${to} size="16" required onInput=${(event) => setTo(event.target.value)} /></label>
    <datalist id="targets">${SPHERES.map((name) => html`<option value=${name}>${sphereName(name)}</option>`)}<option value="cloud:huawei-cloud" /><option value="cloud:aws" /></datalist>
    <button type="submit">Run</button></form>
    <p class="dim">To: US, China or other (the suppliers of that sphere as they stand on the layer), or one supplier's id.</p>`;
}

function table(data) {
  const layer = Object.keys(MEASURES).map((name) => ({
    subject: data.layer,
    measure: name,
    before: data.before[name],
    after: data.after[name],
  }));
  const shares = SPHERES.map((name) => ({
    subject: data.layer,
    measure: `share of ${sphereName(name)}`,
    before: data.before.spheres?.[name],
    after: data.after.spheres?.[name],
  }));
  const countries = data.countries.flatMap((row) =>
    ["alignment", "contestedness"].map((measure) => ({
      subject: row.country,
      measure,
      before: row.before?.[measure],
      after: row.after?.[measure],
    })),
  );
  return { columns: ["subject", "measure", "before", "after"], rows: [...layer, ...shares, ...countries] };
}
