// Months behind as a bar: between which bounds the days since 2023 lie, and where the newest day stands.

import { ask } from "../api.js";
import { useAnswer } from "../parts.js";
import { html } from "../vendor/htm-preact.js";

/** @param {{finding: {value: number, link: string}}} of a finding whose series has a summary over days */
export function Lag({ finding: { value, link } }) {
  const { pathname, searchParams } = new URL(link, location.origin);
  const { data } = useAnswer(() => ask(pathname, Object.fromEntries(searchParams)), [link]);
  const { least_over_days: least, most_over_days: most, mean_over_days: mean } = data?.summary ?? {};
  if (least == null) return html`<span class="ranged lag" aria-hidden="true"></span>`;
  const from = Math.min(0, least, value);
  const room = Math.max(most, value) - from;
  const x = (months) => `${(100 * (months - from)) / room}%`;
  const said = `The days since 2023: ${[least, most].map((months) => months.toFixed(1)).join(" to ")} months, ${mean.toFixed(1)} on average; the newest ${value.toFixed(1)}`;
  return html`<span class="ranged lag" role="img" aria-label=${said} title=${said}><span class="whisker" style=${{ left: x(least), width: `${(100 * (most - least)) / room}%` }}></span><span class="pin" style=${{ left: x(value) }}></span></span>
    <span class="ends" aria-hidden="true"><span>${from.toFixed(0)}</span><span>${(from + room).toFixed(0)} months</span></span>`;
}
