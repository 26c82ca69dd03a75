// One entity: picture, outline or table; what if; evidence of what is selected.
import { html, useMemo, useState } from "./vendor/htm-preact.js";
import { ask, link } from "./api.js";
import { Evidence } from "./evidence.js";
import { Graph } from "./graph.js";
import { Outline } from "./outline.js";
import { Basis, Failure, Go, Loading, csv, save, useAnswer } from "./parts.js";
import { common } from "./state.js";
import { WhatIf, useScenario } from "./whatif.js";

const NARROW = matchMedia("(max-width: 700px)");
const none = new Set();

export function Dependencies({ state, go }) {
  const root = state.root || "model:glm-5";
  const down = state.direction === "down";
  const query = common(state);
  const key = [root, state.direction, JSON.stringify(query)];
  const mode = state.mode || (NARROW.matches ? "outline" : "picture");
  const drawing = useAnswer(() => ask(`/v1/drawing/${root}`, down ? { ...query, direction: "down" } : query), key);
  const closure = useAnswer(() => ask(`/v1/${down ? "dependents" : "dependencies"}/${root}`, query), key);
  const out = useMemo(() => new Set(state.out ? state.out.split(",") : []), [state.out]);
  const scenario = useScenario(out, root, query, key);
  // A country that loses the models it uses does not stop being a seat of firms: here it falls only if it is knocked out.
  const fallen = useMemo(() => new Set(scenario.data?.failed.filter((row) => row.kind !== "Country" || out.has(row.id)).map((row) => row.id) ?? []), [scenario.data, out]);
  const degraded = useMemo(() => new Set(scenario.data?.degraded.map((row) => row.id) ?? []), [scenario.data]);
  const names = useMemo(() => new Map(closure.data?.nodes.map((node) => [node.id, node.name]) ?? []), [closure.data]);
  const select = (id) => go({ ...state, root, selected: id === state.selected ? "" : id });
  const error = drawing.error ?? closure.error;
  if (error) return html`<${Failure} error=${error} state=${state} go=${go} />`;
  const title = names.get(root) ?? root;
  const modes = { picture: "Picture", outline: "Outline", table: "Table" };
  return html`<div class="dependencies"><div class="stage">
    <div class="bar"><h2>${down ? "What rests on " : ""}${title}</h2>
      <div role="tablist" aria-label="Form">${Object.entries(modes).map(([value, name]) => html`<button type="button" role="tab"
        aria-selected=${mode === value} onClick=${() => go({ ...state, root, mode: value })}>${name}</button>`)}</div>
      <${Choices} state=${state} go=${go} root=${root} />
      <${Exports} root=${root} query=${query} down=${down} closure=${closure.data} /></div>
    ${mode === "picture" && (drawing.data ? html`<${Graph} drawing=${drawing.data} selected=${state.selected} onSelect=${select} fallen=${fallen} degraded=${degraded} out=${out} />` : html`<${Loading} what="the picture" />`)}
    ${mode === "outline" && (closure.data ? html`<${Outline} closure=${closure.data} root=${root} onSelect=${select} selected=${state.selected} fallen=${fallen} degraded=${degraded} />` : html`<${Loading} what="the outline" />`)}
    ${mode === "table" && (closure.data ? html`<${Table} closure=${closure.data} onSelect=${select} fallen=${fallen} degraded=${degraded} />` : html`<${Loading} what="the table" />`)}
    ${closure.data && html`<${Basis} meta=${closure.data.meta} sources=${closure.data.sources} />`}</div>
    <aside aria-label="Details">
      <${WhatIf} state=${state} go=${go} root=${root} title=${title} scenario=${scenario} fallen=${fallen} out=${out} names=${names} />
      ${state.selected && html`<${Evidence} state=${state} go=${go} id=${state.selected} drawing=${drawing.data} query=${query} out=${out} root=${root} />`}
      ${closure.data && html`<${Weak} points=${closure.data.single_points_of_failure} onSelect=${select} state=${state} />`}</aside></div>`;
}

function Choices({ state, go, root }) {
  const set = (name) => (event) => go({ ...state, root, [name]: event.target.value });
  const choice = (name, values) => html`<label>${name} <select value=${state[name]} onChange=${set(name)}>${values.map(([value, text]) => html`<option value=${value} selected=${state[name] === value}>${text}</option>`)}</select></label>`;
  return html`<span class="choices">
    <label>as of <input type="date" value=${state.as_of} onChange=${set("as_of")} /></label>
    ${choice("lens", [["ownership", "ownership"], ["territory", "territory"], ["vendor", "vendor"]])}
    ${choice("purpose", [["both", "build and run"], ["build", "build"], ["run", "run"]])}
    ${choice("direction", [["up", "rests on"], ["down", "is rested on by"]])}</span>`;
}

function Exports({ root, query, down, closure }) {
  const picture = link(`/v1/drawing/${root}`, { ...query, ...(down ? { direction: "down" } : {}), format: "svg" });
  const file = root.replace(":", "-");
  const png = async () => {
    const image = new Image();
    image.src = URL.createObjectURL(new Blob([await (await fetch(picture)).text()], { type: "image/svg+xml" }));
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: image.width * 2, height: image.height * 2 });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => save(`${file}.png`, blob, "image/png"));
  };
  const table = () => save(`${file}.csv`, csv(["id", "name", "kind", "layer", "depth", "need", "via"], closure.nodes), "text/csv");
  return html`<span class="exports"><a href=${picture} download=${`${file}.svg`}>SVG</a> <button type="button" class="plain" onClick=${png}>PNG</button>
    <button type="button" class="plain" disabled=${!closure} onClick=${table}>CSV</button>
    <button type="button" class="plain" onClick=${() => navigator.clipboard?.writeText(location.href)}>Copy link</button></span>`;
}

function Weak({ points, onSelect, state }) {
  const [all, setAll] = useState(false);
  const abroad = points.filter((point) => !point.home);
  const home = points.filter((point) => point.home);
  const shown = all ? abroad : abroad.slice(0, 14);
  return html`<section><h3>${abroad.length} single points of failure</h3>
    ${abroad.length === 0 && html`<p>None: every need has another supplier, as far as we know.</p>`}
    <ul class="points">${shown.map((point) => html`<li><button type="button" class="plain" aria-pressed=${state.selected === point.id} onClick=${() => onSelect(point.id)}>${point.certain ? "▲" : "△"} ${point.name}</button> <span class="dim">${point.kind}${point.certain ? ", certain" : ""}</span></li>`)}</ul>
    ${abroad.length > shown.length && html`<button type="button" class="plain" onClick=${() => setAll(true)}>show ${abroad.length - shown.length} more</button>`}
    <p class="dim">▲ whoever else there may be; △ the only one in our data. ${home.length > 0 && `That it falls with its own home is no finding: ${home.map((point) => point.name).join(", ")}.`}</p></section>`;
}

function Table({ closure, onSelect, fallen, degraded }) {
  const weak = new Map(closure.single_points_of_failure.map((point) => [point.id, point]));
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Table"><table><thead><tr><th>Name</th><th>Kind</th><th>Layer</th><th>Steps</th><th>Reached by need</th><th>State</th></tr></thead>
    <tbody>${closure.nodes.map((node) => html`<tr><td><button type="button" class="plain" onClick=${() => onSelect(node.id)}>${node.name}</button></td><td>${node.kind}</td><td>${node.layer}</td><td class="number">${node.depth}</td><td>${node.need ?? ""}</td>
      <td>${[weak.has(node.id) && !weak.get(node.id).home && "single point of failure", fallen.has(node.id) ? "falls" : degraded.has(node.id) && "degraded"].filter(Boolean).join(", ")}</td></tr>`)}</tbody></table></div>`;
}
