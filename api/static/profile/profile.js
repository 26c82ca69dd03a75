// An entity on one page: what it rests on, whom it stops, what it controls, what is not known; two side by side.

import { ask } from "../api.js";
import { Proof } from "../drawer.js";
import { Export } from "../export/menu.js";
import { useNames } from "../names.js";
import { Basis, Failure, Go, Loading, useAnswer } from "../parts.js";
import { Same } from "../same.js";
import { Entity } from "../search.js";
import { common, opened } from "../state.js";
import { html } from "../vendor/htm-preact.js";
import { headline } from "./headline.js";
import { Section } from "./section.js";
import { isStop, Stops } from "./stops.js";

const EXAMPLES = [
  "country:NLD",
  "country:TWN",
  "company:tsmc",
  "lab:deepseek",
  "chip:huawei-ascend-910c",
  "input:hbm3e",
  "cloud:aws",
];

export function Profile({ state, go }) {
  const id = state.root || EXAMPLES[0];
  const query = { ...common(state), ...(state.beside ? { compare: state.beside } : {}) };
  const { data, error } = useAnswer(() => ask(`/v1/profile/${id}`, query), [id, JSON.stringify(query)]);
  const name = useNames([id, state.beside, ...EXAMPLES]);
  const title = data?.name ?? (error ? id : name(id));
  return html`<div class="wide"><div class="bar"><h2>${title}</h2>
      <${Export} name=${`profile-${id.replace(":", "-")}`} title=${state.beside ? `${title} and ${name(state.beside)}` : title} answer=${data} table=${data && table(data)} path=${`/v1/profile/${id}`} query=${query} /></div>
    ${data && html`<p class="standfirst">${headline(data.lines)}</p>`}
    ${!error && html`<${Ways} id=${id} title=${title} shown=${state.beside ? name(state.beside) : ""} state=${state} go=${go} />`}
    ${error && html`<${Failure} error=${error} state=${state} go=${go} />`}
    ${!data && !error && html`<${Loading} what="the profile" />`}
    ${data && html`<${Both} data=${data} besideName=${name(state.beside)} state=${state} go=${go} /><${Basis} meta=${data.meta} sources=${data.sources} />`}
    <p>Others: ${EXAMPLES.map((one, at) => html`${at ? " · " : ""}<${Go} state=${state} go=${go} change=${{ root: one, beside: "" }}>${name(one)}<//>`)}</p>
    <${Same} state=${state} go=${go} path=${`/v1/profile/${id}`} query=${query} saved=${["everything-linked", { id }]} /></div>`;
}

/** Where an entity leads: what it rests on, what rests on it, and another beside it. */
function Ways({ id, title, shown, state, go }) {
  return html`<p class="pickers"><${Go} class="button" state=${state} go=${go} change=${opened(state, { view: "dependencies", root: id })}>Picture: what it rests on<//>
      <${Go} class="button" state=${state} go=${go} change=${opened(state, { view: "dependencies", root: id, direction: "down" })}>What rests on it<//>
      <${Go} class="button" state=${state} go=${go} change=${opened(state, { view: "why", root: id, to: "country:USA" })}>Why does it rest on …<//>
      <${Proof} id=${id} state=${state} go=${go}>evidence<//></p>
    <p class="pickers">beside it <${Entity} id="beside" state=${state} label="Put another beside it" hint="another country, company, lab …" shown=${shown} onChoose=${(item) => go({ ...state, root: id, beside: item.id })} />
      ${state.beside && html`<${Go} class="button" state=${state} go=${go} change=${{ beside: "" }}>✕ only ${title}<//>`}</p>`;
}

/** Sections in their order, those of the second that the first lacks at the end. */
function Both({ data, besideName, state, go }) {
  const two = Boolean(data.beside);
  const sides = two
    ? [
        [data.id, data.name, data.lines],
        [data.beside, besideName, data.beside_lines],
      ]
    : [[data.id, data.name, data.lines]];
  const sections = [...new Set(sides.flatMap(([, , lines]) => lines.map((line) => line.section)))];
  if (sections.length === 0) return html`<p role="status">Nothing of this is known. That is not zero.</p>`;
  return html`<div class=${two ? "sides two" : "sides"}>${two && sides.map(([, name]) => html`<h3 class="side">${name}</h3>`)}
    ${sections.map((section) =>
      sides.map(([id, name, lines]) => {
        const own = lines.filter((line) => line.section === section);
        return html`<section class="lines" aria-label=${`${name}: ${section}`} key=${`${id} ${section}`}><h3>${section}${two && html`<span class="of">: ${name}</span>`}</h3>
          ${own.length === 0 ? html`<p class="dim">nothing known</p>` : own.some(isStop) ? html`<${Stops} lines=${own} id=${id} name=${name} state=${state} go=${go} />` : html`<${Section} lines=${own} id=${id} state=${state} go=${go} />`}</section>`;
      }),
    )}</div>`;
}

function table(data) {
  const rows = [
    ...data.lines.map((line) => ({ of: data.name, ...line })),
    ...data.beside_lines.map((line) => ({ of: data.beside, ...line })),
  ];
  return { columns: ["of", "section", "label", "value", "low", "high", "is_share", "assumed", "unit", "detail"], rows };
}
