// Layer by sphere: how far the world is divided, each figure with its null model, coverage and range.
import { html, useState } from "./vendor/htm-preact.js";
import { ask } from "./api.js";
import { Basis, Failure, Go, Loading, percent, useAnswer } from "./parts.js";
import { common } from "./state.js";

const number = (value, digits = 2) => value == null ? "–" : value.toFixed(digits);
const span = (pair) => pair ? `${number(pair[0])} to ${number(pair[1])}` : "–";

function Shares({ spheres }) {
  if (!spheres) return html`<span class="dim">unknown</span>`;
  const parts = Object.entries(spheres);
  const label = parts.map(([name, part]) => `${name} ${percent(part)}`).join(", ");
  return html`<div class="shares" role="img" aria-label=${label} title=${label}><svg viewBox="0 0 100 10" preserveAspectRatio="none">${parts.reduce((drawn, [name, part]) => {
    drawn.bars.push(html`<rect class=${`part ${name}`} x=${drawn.at} width=${part * 100} height="10" />`);
    drawn.at += part * 100;
    return drawn;
  }, { at: 0, bars: [] }).bars}</svg><span class="dim">${label}</span></div>`;
}

export function Spheres({ state, go }) {
  const query = common(state);
  const whole = useAnswer(() => ask("/v1/fragmentation", query), [JSON.stringify(query)]);
  if (whole.error) return html`<${Failure} error=${whole.error} state=${state} go=${go} />`;
  if (!whole.data) return html`<${Loading} what="the measures (each is set against 200 random worlds)" />`;
  return html`<div class="wide"><h2>How far the world is divided</h2>
    <p>The index is Theil's H: 0 where all countries have the same mix of suppliers, 1 where each rests on one sphere. A figure only means
    something beside its <em>null</em>: what random worlds with the same numbers of ties would show.</p>
    <div class="scroll" tabindex="0" role="region" aria-label="Layers"><table><thead><tr><th>Layer</th><th>Whose suppliers (all countries)</th><th>Index</th><th>Null mean, z</th><th>Bits</th><th>Bipolarity</th><th>Coupling</th><th>Range over blocs</th><th>Coverage</th></tr></thead>
    <tbody>${whole.data.layers.map((row) => html`<tr><th scope="row">${row.layer}<div class="dim">${row.meaning ?? ""}</div></th><td><${Shares} spheres=${row.spheres} /></td>
      ${row.index == null ? html`<td colspan="6">${row.reason ?? "no figure"}</td>` : html`<td class="number"><b>${row.null ? number(row.index) : "–"}</b></td><td class="number">${row.null ? `${number(row.null.mean)}, ${row.null.z == null ? "–" : number(row.null.z, 1)}` : "–"}</td>
      <td class="number">${number(row.bits)}</td><td class="number">${number(row.bipolarity)}</td><td class="number">${row.coupling_null ? html`${number(row.coupling)}<div class="dim">null ${number(row.coupling_null.mean)}, z ${row.coupling_null.z == null ? "–" : number(row.coupling_null.z, 1)}</div>` : "–"}</td><td class="number">${span(row.range?.index)}</td>`}
      <td>${row.coverage ? html`${row.coverage.countries} countries, ${row.coverage.suppliers} suppliers${row.coverage.share == null ? "" : `, ${percent(row.coverage.share)} of the layer`}` : "–"}</td></tr>`)}</tbody></table></div>
    <${Basis} meta=${whole.data.meta} sources=${whole.data.sources} />
    <${Countries} state=${state} go=${go} query=${query} /></div>`;
}

function Countries({ state, go, query }) {
  const [all, setAll] = useState(false);
  const { data, error } = useAnswer(() => ask("/v1/fragmentation/countries", query), [JSON.stringify(query)]);
  if (error) return html`<${Failure} error=${error} state=${state} go=${go} />`;
  if (!data) return html`<${Loading} what="the countries" />`;
  const rows = data.countries.filter((row) => row.contestedness != null).sort((a, b) => b.contestedness - a.contestedness);
  const shown = all ? rows : rows.slice(0, 25);
  return html`<h2>Contested countries</h2><p class="dim">Alignment is the US share less the Chinese share of a country's suppliers, −1 to 1; contestedness is twice the smaller of the two.</p>
    <div class="scroll" tabindex="0" role="region" aria-label="Countries"><table><thead><tr><th>Country</th><th>Alignment</th><th>Contestedness</th><th>On both poles</th><th>By layer</th></tr></thead>
    <tbody>${shown.map((row) => html`<tr><td><${Go} state=${state} go=${go} change=${{ view: "dependencies", root: row.id, selected: "" }}>${row.name}<//></td><td class="number">${number(row.alignment)}</td><td class="number">${number(row.contestedness)}</td>
      <td>${(row.hedges_on ?? []).join(", ")}</td><td class="dim">${row.layers.filter((layer) => layer.alignment != null).map((layer) => `${layer.layer} ${number(layer.alignment)}`).join("; ")}</td></tr>`)}</tbody></table></div>
    ${!all && rows.length > shown.length && html`<button type="button" onClick=${() => setAll(true)}>show all ${rows.length}</button>`}`;
}
