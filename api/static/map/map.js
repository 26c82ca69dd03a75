// The world as tiles, coloured by whose suppliers each country rests on; the table beside it has the same figures.

import { ask } from "../api.js";
import { Export } from "../export/menu.js";
import { tableOf } from "../export/table.js";
import { Basis, Choice, Failure, Go, LeftOut, Loading, percent, useAnswer } from "../parts.js";
import { Same } from "../same.js";
import { Scroll } from "../scroll.js";
import { LAYERS, number, ranged, SPHERES, SphereKey } from "../shares.js";
import { common } from "../state.js";
import { TimeSlider } from "../time/slider.js";
import { html, useMemo } from "../vendor/htm-preact.js";
import { Country } from "./country.js";
import { loadTiles, mark, TileMap } from "./tiles.js";

const BESIDE = 60;

export function WorldMap({ state, go }) {
  const layer = LAYERS.includes(state.layer) ? state.layer : "clouds";
  const query = { ...common(state), layer, ...(state.tie ? { tie: state.tie } : {}) };
  const key = JSON.stringify(query);
  const tiles = useAnswer(loadTiles, []);
  const ties = useAnswer(() => ask("/v1/fragmentation/ties"), []);
  const named = useAnswer(() => ask("/v1/nodes", { kind: "Country", limit: "300" }), []);
  const { data, error, loading } = useAnswer(() => ask("/v1/fragmentation/countries", query), [key]);
  const places = useMemo(
    () => new Map((data?.countries ?? []).filter((row) => row.layers.length).map((row) => [row.id, row.layers[0]])),
    [data],
  );
  const names = useMemo(
    () => new Map([...(named.data?.items ?? []), ...(data?.countries ?? [])].map((row) => [row.id, row.name])),
    [named.data, data],
  );
  const kinds = (ties.data?.ties ?? []).filter((row) => row.layer === layer);
  const tie = kinds.find((row) => row.name === state.tie) ?? kinds[0];
  const choose = (id) => go({ ...state, selected: id === state.selected ? "" : id });
  const problem = error ?? tiles.error;
  // What a square says needs all four answers: before, it would say that nothing is known of a country.
  const ready = data && tiles.data && !ties.loading && !named.loading;
  const title = `Whose suppliers each country rests on: ${layer}${tie ? `, ${tie.name.replaceAll("-", " ")}` : ""}`;
  return html`<div class="full"><div class="bar"><h2>${data ? finding(data, layer) : "Map"}</h2>
      <${Choice} name="layer" value=${layer} values=${LAYERS} onChoose=${(value) => go({ ...state, layer: value, tie: "" })} />
      ${kinds.length > 1 && html`<${Choice} name="tie" value=${tie.name} values=${kinds.map((row) => row.name)} onChoose=${(value) => go({ ...state, tie: value === kinds[0].name ? "" : value })} />`}
      <${Choice} name="lens" value=${state.lens} values=${["ownership", "territory", "vendor"]} onChoose=${(value) => go({ ...state, lens: value })} />
      <${Export} name=${`map-${layer.replaceAll(" ", "-")}`} title=${title} answer=${data} table=${data && table(data.countries)} path="/v1/fragmentation/countries" query=${query} /></div>
    ${tie && html`<p class="dim">${sentence(tie)} ${data && covered(data, layer)}</p>`}
    <${TimeSlider} day=${state.as_of} onDay=${(value) => go({ ...state, as_of: value })} />
    ${problem && html`<${Failure} error=${problem} state=${state} go=${go} />`}
    ${!ready && !problem && html`<${Loading} what="the countries" />`}
    ${
      ready &&
      html`<div class=${`worldmap ${loading ? "stale" : ""}`}><div>
      ${data.reasons[layer] && html`<p role="status" class="notice">No figure: ${data.reasons[layer]}.</p>`}
      <${Scroll} label="Map"><${TileMap} tiles=${tiles.data} places=${places} names=${names} counted=${tie?.counted ?? "supplier"} selected=${state.selected} onSelect=${choose} label=${title} /><//>
      <${Legend} />
      <${Untiled} tiles=${tiles.data} rows=${data.countries} /></div>
      <div class="beside">${state.selected && html`<${Country} key=${state.selected} id=${state.selected} state=${state} go=${go} query=${query} place=${places.get(state.selected)} name=${names.get(state.selected) ?? state.selected} />`}
        <${Table} rows=${data.countries} state=${state} go=${go} onSelect=${choose} /></div></div>
      <${LeftOut} state=${state} go=${go} /><${Basis} meta=${data.meta} sources=${data.sources} />`
    }
    <${Same} state=${state} go=${go} path="/v1/fragmentation/countries" query=${query} /></div>`;
}

function sentence(tie) {
  return `${tie.meaning[0].toUpperCase()}${tie.meaning.slice(1)}; counted are ${tie.counted}.`;
}

function covered(data, layer) {
  const cover = data.layer_coverage[layer];
  if (!cover) return "";
  const own = cover.supposed
    ? `; ${cover.supposed.toLocaleString("en")} more, of which none states one, are supposed to be their own: not known`
    : "";
  const part = cover.share == null ? "" : `, ${percent(cover.share)} by amount`;
  return `Known for ${cover.countries} countries of ${cover.countries_in_graph}: ${cover.units_covered.toLocaleString("en")} of the ${cover.units.toLocaleString("en")} ${cover.counted} that our sources list${part}${own} (${cover.datasets.join(", ")}).`;
}

/** In how many countries each pole supplies most, of those of which enough is known. */
function finding({ countries, reasons }, layer) {
  const name = `${layer[0].toUpperCase()}${layer.slice(1)}`;
  if (reasons[layer]) return `${name}: withheld, as too little is known`;
  const known = countries.map((row) => row.layers[0]).filter((place) => place?.spheres && place.counted);
  if (known.length === 0) return `Whose ${layer} each country rests on: not known on this day`;
  const [us, china] = ["US", "China"].map((sphere) => known.filter((place) => place.spheres[sphere] > 0.5).length);
  return `${name}: more than half from the US sphere in ${us} of ${known.length} countries, from the China sphere in ${china}`;
}

function Legend() {
  return html`<p class="legend"><${SphereKey} /> <span class="key hatched"></span>unknown, which is neither zero nor other ·
    U, C, o: more than half from the US sphere, the China sphere, other countries; ·: none of them; ?: a share may be anything; ± both poles supply a tenth or more ·
    where there is room, a code above and a strip below with the shares themselves, hatched what is not known</p>`;
}

function Untiled({ tiles, rows }) {
  const placed = new Set(tiles.map((tile) => tile.id));
  const missing = rows.filter((row) => !placed.has(row.id));
  return (
    missing.length > 0 &&
    html`<p class="dim">Without a square of their own, in the table: ${missing.map((row) => row.name).join(", ")}.</p>`
  );
}

function table(countries) {
  const rows = countries.flatMap((row) =>
    row.layers.map((place) => ({
      id: row.id,
      name: row.name,
      layer: place.layer,
      tie: place.tie,
      us_sphere: place.spheres?.US,
      china_sphere: place.spheres?.China,
      other: place.spheres?.other,
      alignment: place.alignment,
      contestedness: place.contestedness,
      known: place.known,
      counted: place.counted,
    })),
  );
  return tableOf(rows);
}

function Table({ rows, state, go, onSelect }) {
  const every = state.mode === "all";
  const shown = every ? rows : rows.slice(0, BESIDE);
  return html`<${Scroll} label="Countries"><table><thead><tr><th>Country</th><th class="number">US sphere</th><th class="number">China sphere</th><th class="number">Other</th><th class="number">Known</th><th class="number">Contested</th></tr></thead>
    <tbody>${shown.map((row) => {
      const place = row.layers[0];
      return html`<tr class=${row.id === state.selected ? "chosen" : ""}><th scope="row"><button type="button" class="plain" aria-pressed=${row.id === state.selected} onClick=${() => onSelect(row.id)}>${row.name}</button> <span class="dim">${mark(place)}</span></th>
        ${SPHERES.map((name) => html`<td class="number">${place?.spheres ? ranged(place.spheres[name], place.spheres_range?.[name]) : "–"}</td>`)}<td class="number">${percent(place?.known)}${place?.counted ? "" : " *"}</td><td class="number">${number(place?.contestedness)}</td></tr>`;
    })}</tbody></table>
    ${rows.length > shown.length && html`<${Go} state=${state} go=${go} change=${{ mode: "all" }}>show all ${rows.length}<//>`}
    <p class="dim">Shares are of the known part. * less than half is known: not counted in the index. Contested: twice the smaller of both poles' shares.</p><//>`;
}
