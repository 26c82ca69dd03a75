// One entity: picture, outline or table; what if; evidence of what is selected.

import { Evidence } from "../evidence.js";
import { Export } from "../export/menu.js";
import { kindName } from "../names.js";
import { Basis, Choice, Failure } from "../parts.js";
import { Same } from "../same.js";
import { TimeSlider } from "../time/slider.js";
import { html, useState } from "../vendor/htm-preact.js";
import { useDependencies } from "./asked.js";
import { Absent, Shown, table } from "./shown.js";
import { WhatIf } from "./whatif.js";

const NARROW = matchMedia("(max-width: 700px)");
const FORMS = { picture: "Picture", outline: "Outline", table: "Table" };
const CHOICES = {
  direction: [
    ["up", "rests on"],
    ["down", "rested on by"],
  ],
  horizon: [
    ["run", "what stops now"],
    ["make", "production"],
    ["grow", "growth"],
  ],
  lens: ["ownership", "territory", "vendor"],
};

export function Dependencies({ state, go }) {
  const root = state.root || "model:glm-5";
  const asked = useDependencies(root, state);
  const { down, query, drawn, drawing, closure, out, called, title, absent, error } = asked;
  if (error) return html`<${Failure} error=${error} state=${state} go=${go} />`;
  const formed = state.mode in FORMS ? state.mode : NARROW.matches ? "outline" : "picture";
  const mode = absent ? "picture" : formed;
  const select = (id) => go({ ...state, root, selected: id === state.selected ? "" : id });
  const early = NARROW.matches && out.size > 0; // on a phone the verdict stands above everything else
  const what = !absent && html`<${WhatIf} state=${state} go=${go} root=${root} ...${asked} />`;
  return html`<div class="dependencies"><div class="stage">
    <h2>${down ? "What rests on " : ""}${title}</h2><${Standfirst} closure=${closure.data} down=${down} />${early && what}<div class="bar">
      <div role="tablist" aria-label="Form">${Object.entries(FORMS).map(
        ([value, name]) => html`<button type="button" role="tab"
        aria-selected=${mode === value} onClick=${() => go({ ...state, root, mode: value })}>${name}</button>`,
      )}</div>
      ${Object.entries(CHOICES).map(([name, values]) => html`<${Choice} name=${name} value=${state[name]} values=${values} onChoose=${(value) => go({ ...state, root, [name]: value })} />`)}
      <${Export} name=${root.replace(":", "-")} title=${headline(title, down, [...out].map(called))} answer=${closure.data} table=${closure.data && table(closure.data, asked.fallen, asked.degraded)}
        path=${asked.path} query=${query} drawing=${{ path: `/v1/drawing/${root}`, query: state.out ? { ...drawn, out: state.out } : drawn }} /></div>
    <${TimeSlider} day=${state.as_of} onDay=${(day) => go({ ...state, root, as_of: day })} />
    <${Absent} drawing=${drawing.data} day=${state.as_of} />
    <${Shown} ...${asked} mode=${mode} drawing=${drawing.data} closure=${closure.data} onSelect=${select} selected=${state.selected} />
    ${closure.data && html`<${Basis} meta=${closure.data.meta} sources=${closure.data.sources} />`}
    <${Same} state=${state} go=${go} path=${asked.path} query=${query} saved=${[down ? "what-rests-on" : "rests-on", { id: root }]} /></div>
    <aside aria-label="Details">${!early && what}
      ${state.selected && html`<${Evidence} state=${state} go=${go} id=${state.selected} drawing=${drawing.data} query=${query} out=${out} root=${root} />`}
      ${closure.data && html`<${Weak} points=${closure.data.single_points_of_failure} reason=${closure.data.reason} onSelect=${select} state=${state} />`}</aside></div>`;
}

/** What a file is called. @param {string} title @param {boolean} down @param {string[]} without */
function headline(title, down, without) {
  const said = `What ${down ? "rests on " : ""}${title}${down ? "" : " rests on"}`;
  return without.length ? `${said}, without ${without.join(" and ")}` : said;
}

/** The finding below the name: how much, and on how few. */
function Standfirst({ closure, down }) {
  if (!closure) return html`<p class="standfirst"> </p>`;
  const others = closure.nodes.length - 1;
  const abroad = closure.single_points_of_failure.filter((point) => !point.only_as_home);
  const certain = abroad.filter((point) => point.certain).length;
  const sole =
    closure.reason ??
    `${abroad.length} ${abroad.length === 1 ? "is a single point" : "are single points"} of failure, ${certain} for certain`;
  return html`<p class="standfirst">${down ? `${others.toLocaleString("en")} entities rest on it, as far as is known.` : `It rests on ${others.toLocaleString("en")} entities; ${sole}.`}</p>`;
}

function Weak({ points, reason, onSelect, state }) {
  const [all, setAll] = useState(false);
  const abroad = points.filter((point) => !point.only_as_home);
  const home = points.filter((point) => point.only_as_home);
  const shown = all ? abroad : abroad.slice(0, 14);
  return html`<section><h3>${reason ? "Single points of failure" : `${abroad.length} single points of failure, ${abroad.filter((point) => point.certain).length} for certain`}</h3>
    ${abroad.length === 0 && html`<p>${reason ?? "None: every need has another supplier, as far as we know."}</p>`}
    <ul class="points">${shown.map((point) => html`<li><button type="button" class="plain" aria-pressed=${state.selected === point.id} onClick=${() => onSelect(point.id)}>${point.certain ? "▲" : "△"} ${point.name}</button> <span class="dim">${kindName(point.kind)}${point.certain ? ", certain" : ""}</span></li>`)}</ul>
    ${abroad.length > shown.length && html`<button type="button" class="plain" onClick=${() => setAll(true)}>show ${abroad.length - shown.length} more</button>`}
    <p class="dim">▲ whoever else there may be; △ likely: more than half is lost without it, by shares that nobody states. ${home.length > 0 && `That it falls with its own home is no finding: ${home.map((point) => point.name).join(", ")}.`}</p></section>`;
}
