// One bar: of all that are asked about, how many stop for certain, likely, possibly; and how many are not known.

import { amount } from "../numbers.js";
import { html } from "../vendor/htm-preact.js";

/** What is drawn of a row at one time: its count, or its weight where targets are weighed.
 * @param {any} answer @param {any} row @param {string} time */
export function measured(answer, row, time) {
  const at = row[time];
  return at.weight
    ? { ...at.weight, unknown: answer.weight_not_known?.[time] ?? 0, unit: " H100 equivalents" }
    : { ...at, unknown: answer.not_known[time] ?? 0, unit: "" };
}

/** @param {{at: ReturnType<typeof measured>, label: string, thin?: boolean}} of */
export function Bar({ at, label, thin = false }) {
  // To scale as long as it leaves three quarters to what is known; its number stands in the key.
  const unknown = Math.min(at.unknown, (at.of + at.own) / 3);
  const all = at.of + at.own + unknown || 1;
  const parts = [
    ["certain", at.certain],
    ["likely", at.likely - at.certain],
    ["possible", at.possible - at.likely],
    ["", at.of - at.possible],
    ["own", at.own],
    ["unknown", unknown],
  ];
  const said = `${label}: ${spoken(at)}; ${amount(Math.round(at.own))} at home, ${amount(Math.round(at.unknown))} not known`;
  return html`<div class=${`horizontal ${thin ? "thin" : ""}`} role="img" aria-label=${said} title=${said}>${parts.map(
    ([kind, count]) =>
      count / all > 0.0005 && html`<span class=${`seg ${kind}`} style=${{ width: `${(100 * count) / all}%` }}></span>`,
  )}</div>`;
}

const round = (value) => amount(Math.round(value));
const spoken = (at) =>
  `${round(at.certain)} certain, ${round(at.likely)} likely, ${round(at.possible)} possible, of ${round(at.of)}${at.unit}`;

/** How sure a likely count is, for a sentence: it never stands without the certain one. */
export function sure({ certain, likely, possible }) {
  return `(${round(certain)} for certain${possible > likely ? `, possibly ${round(possible)}` : ""})`;
}

/** The same in words. */
export function Told({ at }) {
  const more = at.possible > at.likely ? `, up to ${round(at.possible)}` : "";
  return html`<span class="dim"><b>${round(at.likely)}</b> of ${round(at.of)}${at.unit} likely, ${round(at.certain)} certain${more}</span>`;
}

export function BarKey({ called, notKnown }) {
  const most = Math.max(0, ...Object.values(notKnown ?? {}));
  return html`<p class="legend"><span class="key certain"></span>certain, whoever else there may be <span class="key likely"></span>likely, by the shares known
    <span class="key possible"></span>possible, if only the suppliers that we know exist <span class="key blank"></span>goes on
    <span class="key own"></span>its own ${called}${most > 0 && html` <span class="key hatched"></span>not known what they run on: ${amount(Math.round(most))} (drawn as at most a quarter)`}</p>`;
}
