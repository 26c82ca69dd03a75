// Whom its loss stops: by horizon, and apart whether it is gone or only stops supplying.

import { Bar, Told } from "../chokepoints/bar.js";
import { Go } from "../parts.js";
import { Scroll } from "../scroll.js";
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

/** The counts of such a line, as a bar draws them: a profile leaves out its own and those of which nothing is known. */
export const counted = ({ low, value, high, of }) => ({
  certain: low,
  likely: value,
  possible: high,
  of,
  own: 0,
  unknown: 0,
  unit: "",
});

export function Stops({ lines, id, name, state, go }) {
  const read = lines.map(readStop).filter(Boolean);
  const unread = lines.filter((line) => !isStop(line));
  const rows = [...new Set(read.map((line) => `${line.action}|${line.target}`))].map((key) => key.split("|"));
  const group = groupOf(id);
  return html`<${Scroll} label=${`Whom the loss of ${name} stops`}><table class="league"><thead><tr><th>Counted</th>${Object.values(TIMES).map((time) => html`<th>${time}</th>`)}</tr></thead><tbody>
    ${rows.map(
      ([action, target]) =>
        html`<tr><td>${target}<div class="dim">${ACTIONS[action]}</div></td>${Object.keys(TIMES).map((time) => {
          const line = read.find((one) => one.action === action && one.target === target && one.time === time);
          return html`<td>${line ? html`<${Bar} at=${counted(line)} label=${`${target}, ${TIMES[time]}, without ${name}`} /><${Told} at=${counted(line)} />` : html`<span class="dim">not known</span>`}</td>`;
        })}</tr>`,
    )}</tbody></table><//>
    ${unread.map((line) => html`<p class="dim">${line.label}: ${line.detail}.</p>`)}
    <p class="legend"><span class="key certain"></span>certain <span class="key likely"></span>likely <span class="key possible"></span>possible <span class="key blank"></span>goes on</p>
    <p class="dim">Stopped, of those whose needs are known; its own are left out. ${
      group &&
      html`<${Go} state=${state} go=${go} change=${opened(state, { view: "chokepoints", over: group, selected: id })}>Which, and beside others<//>`
    }</p>`;
}
