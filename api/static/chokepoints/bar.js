// One bar: of all that are asked about, how many stop for certain, likely, possibly; and how many are not known.

import { html } from "../vendor/htm-preact.js";

/** @param {{at: {certain: number, likely: number, possible: number, of: number, own: number}, notKnown: number, label: string}} of */
export function Bar({ at, notKnown, label }) {
  // To scale as long as it leaves three quarters to what is known; its number stands in the key.
  const unknown = Math.min(notKnown, (at.of + at.own) / 3);
  const all = at.of + at.own + unknown || 1;
  const parts = [
    ["certain", at.certain],
    ["likely", at.likely - at.certain],
    ["possible", at.possible - at.likely],
    ["", at.of - at.possible],
    ["own", at.own],
    ["unknown", unknown],
  ];
  const said = `${label}: ${spoken(at)}; ${at.own} at home, ${notKnown} not known`;
  return html`<div class="horizontal" role="img" aria-label=${said} title=${said}>${parts.map(
    ([kind, count]) =>
      count > 0 && html`<span class=${`seg ${kind}`} style=${{ width: `${(100 * count) / all}%` }}></span>`,
  )}</div><span class="dim"><b>${at.likely}</b> of ${at.of} likely, ${at.certain} certain, up to ${at.possible}</span> `;
}

const spoken = (at) => `${at.certain} certain, ${at.likely} likely, ${at.possible} possible, of ${at.of}`;

export function BarKey({ called, notKnown }) {
  const most = Math.max(0, ...Object.values(notKnown ?? {}));
  return html`<p class="legend"><span class="key certain"></span>certain: whoever else there may be <span class="key likely"></span>likely: by the shares known, equal ones elsewhere
    <span class="key possible"></span>possible: if only the suppliers that we know exist <span class="key blank"></span>goes on
    <span class="key own"></span>its own ${called} <span class="key hatched"></span>not known what they run on${most ? `: ${most} (drawn as at most a quarter)` : ""}</p>`;
}
