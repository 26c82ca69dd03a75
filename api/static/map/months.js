// A slider over months that sets the day asked for; its right end is today.
import { html, useEffect, useState } from "../vendor/htm-preact.js";

const FIRST = 2019;

/** @param {Date} today */
function monthsUntil(today) {
  const months = [];
  for (let year = FIRST; year <= today.getUTCFullYear(); year += 1) {
    for (let month = 1; month <= 12; month += 1) {
      if (year < today.getUTCFullYear() || month <= today.getUTCMonth() + 1)
        months.push(`${year}-${String(month).padStart(2, "0")}-01`);
    }
  }
  return months;
}

export function Months({ day, onDay }) {
  const months = [...monthsUntil(new Date()), ""];
  const place = () =>
    day
      ? Math.max(
          0,
          months.findLastIndex((month) => month && month <= day),
        )
      : months.length - 1;
  const [at, setAt] = useState(place());
  useEffect(() => setAt(place()), [day]);
  const said = months[at] || "today";
  return html`<label class="months">month <input type="range" min="0" max=${months.length - 1} value=${at} aria-valuetext=${said}
    onInput=${(event) => setAt(Number(event.target.value))} onChange=${(event) => onDay(months[Number(event.target.value)])} /> <output>${said}</output></label>`;
}
