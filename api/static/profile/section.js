// Lines of one section: a name, its share as a bar with the range that the facts allow, and what it means.

import { kindNames } from "../names.js";
import { amount } from "../numbers.js";
import { Go, percent } from "../parts.js";
import { lossTold, sphereName, told, within } from "../shares.js";
import { opened } from "../state.js";
import { html, useState } from "../vendor/htm-preact.js";

const FIRST = 8;
/** Facts whose unit stands in their name. */
const UNITS = {
  "memory bytes": { name: "memory", each: 1e9, unit: "GB" },
  "tdp w": { name: "power by design", each: 1, unit: "W" },
};
const RESTS = /^(rests on|single points)/;

export function Section({ lines, id, state, go }) {
  const [all, setAll] = useState(false);
  const shown = all ? lines : lines.slice(0, FIRST);
  const units = [...new Set(lines.filter((line) => line.value != null).map((line) => line.unit))];
  const together = units.length === 1 && lines.filter((line) => line.value != null).length > 1;
  return html`${together && units[0] && html`<p class="dim">${units[0]}</p>`}<ul class="measured">${shown.map((line) => html`<li><${Line} line=${line} unit=${!together} id=${id} state=${state} go=${go} /></li>`)}</ul>
    ${lines.length > FIRST && html`<button type="button" class="plain" aria-expanded=${all} onClick=${() => setAll(!all)}>${all ? "fewer" : `${lines.length - FIRST} more`}</button>`}`;
}

function Line({ line, unit, id, state, go }) {
  const to = RESTS.test(line.section)
    ? opened(state, { view: "why", root: id, to: line.id })
    : opened(state, { view: "profile", root: line.id ?? "" });
  const linked = line.id?.includes(":");
  const plain = line.label.replaceAll("_", " ");
  const label = linked ? line.label : (UNITS[plain]?.name ?? counted(line) ?? sphereName(plain));
  return html`<div class="label">${linked ? html`<${Go} state=${state} go=${go} change=${to}>${label}<//>` : label}</div>
    <div>${line.value != null && (line.is_share ? html`<${Share} line=${line} />` : html`<b>${shown(line)}</b>${within(ends(line))}`)}
      ${unit && line.value != null && line.unit && !UNITS[plain] && html` <span class="dim">${line.unit}</span>`}
      ${line.detail && html`<div class="dim">${line.detail.replaceAll("None", "not known")}</div>`}</div>`;
}

/** What is counted of what it controls: the label is a kind of node. */
const counted = ({ section, label }) =>
  section === "what it controls" && /^[A-Z]/.test(label) ? kindNames(label) : undefined;

function shown(line) {
  const unit = UNITS[line.label.replaceAll("_", " ")];
  return unit ? `${amount(line.value / unit.each)} ${unit.unit}` : amount(line.value);
}

const ends = ({ low, high }) => (low != null && high != null ? [low, high] : null);

/** The likely share, and between which bounds the facts leave it; pale and the bounds first where it may be anything. */
function Share({ line }) {
  const [low, high] = [line.low ?? line.value, line.high ?? line.value];
  const range = line.low != null && line.high != null && high - low > 0.005;
  const open = !told([low, high]);
  const said = open
    ? lossTold(line.value, [low, high])
    : `${percent(line.value)}${range ? `, between ${percent(low)} and ${percent(high)}` : ""}`;
  return html`<span class="ranged" role="img" aria-label=${said} title=${said}><span class=${`seg likely ${open ? "open" : ""}`} style=${{ width: `${100 * line.value}%` }}></span>${range && html`<span class="whisker" style=${{ left: `${100 * low}%`, width: `${100 * (high - low)}%` }}></span>`}</span>
    ${open ? html`<span class="dim">${said}</span>` : html`<b>${percent(line.value)}</b>${range && html` <span class="dim">(${percent(low)} to ${percent(high)})</span>`}`}`;
}
