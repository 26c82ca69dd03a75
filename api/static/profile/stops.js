// Whom its loss stops: by horizon, and apart whether it is gone or only stops supplying.

import { Go } from "../parts.js";
import { opened } from "../state.js";
import { html } from "../vendor/htm-preact.js";
import { groupOf } from "./schemes.js";

const SHAPE = /^(collapse|ban), (run|make|grow): (.*)$/;
const TIMES = { run: "now", make: "production", grow: "growth" };
const ACTIONS = { collapse: "if it is lost", ban: "if it stops supplying" };

export const isStop = (line) => SHAPE.test(line.label);

/** A line on whom a loss stops, in its parts; of how many, its unit says. */
export function readStop(line) {
  if (!isStop(line)) return null;
  const [, action, time, target] = line.label.match(SHAPE);
  return { ...line, action, time, target, of: Number(line.unit?.match(/of (\d+)/)?.[1]) };
}

export function Stops({ lines, id, name, state, go }) {
  const read = lines.map(readStop);
  const rows = [...new Set(read.map((line) => `${line.action}|${line.target}`))].map((key) => key.split("|"));
  const group = groupOf(id);
  return html`<table class="league"><thead><tr><th>Counted</th>${Object.values(TIMES).map((time) => html`<th>${time}</th>`)}</tr></thead><tbody>
    ${rows.map(
      ([action, target]) =>
        html`<tr><td>${target}<div class="dim">${ACTIONS[action]}</div></td>${Object.keys(TIMES).map((time) => {
          const line = read.find((one) => one.action === action && one.target === target && one.time === time);
          return html`<td>${line ? html`<${Count} line=${line} name=${name} />` : html`<span class="dim">not known</span>`}</td>`;
        })}</tr>`,
    )}</tbody></table>
    <p class="dim">Likely stopped, of those whose needs are known; its own are left out. ${
      group &&
      html`<${Go} state=${state} go=${go} change=${opened(state, { view: "chokepoints", over: group, selected: id })}>Which, and beside others<//>`
    }</p>`;
}

function Count({ line, name }) {
  const said = `${line.value} of ${line.of} likely, ${line.low ?? "unknown"} certain, without ${name}`;
  return html`<div class="horizontal" role="img" aria-label=${said} title=${line.detail}><span class="seg certain" style=${{ width: `${(100 * (line.low ?? 0)) / line.of}%` }}></span><span class="seg likely" style=${{ width: `${(100 * (line.value - (line.low ?? 0))) / line.of}%` }}></span></div>
    <span class="dim"><b>${line.value}</b> of ${line.of}, ${line.low ?? "unknown"} certain</span>`;
}
