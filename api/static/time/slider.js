// One slider over time for picture, map and Over time: the day that it sets stays when another of them is opened.

import { html, useEffect, useState } from "../vendor/htm-preact.js";
import { isDay, placeOf, stops, today } from "./days.js";

/** A day as it is typed; what is none is said at the field. A field of the browser's own would write days its own way. */
function typed(field, onDay) {
  const day = field.value.trim();
  field.setCustomValidity(day === "" || isDay(day) ? "" : "a day, such as 2026-01-31");
  if (field.reportValidity()) onDay(day);
}

/** @param {{day: string, onDay: (day: string) => void}} of */
export function TimeSlider({ day, onDay }) {
  const all = stops();
  const [at, setAt] = useState(placeOf(all, day));
  useEffect(() => setAt(placeOf(all, day)), [day]);
  const exact = day && all[at] !== day && placeOf(all, day) === at;
  const said = exact ? day : all[at] || "today";
  const years = all.flatMap((one, place) => (one.endsWith("-01-01") ? [[one.slice(0, 4), place]] : []));
  const last = all.length - 1;
  return html`<div class="timeslider"><label class="months"><span>month</span> <input type="range" min="0" max=${last} value=${at} aria-valuetext=${said}
      onInput=${(event) => setAt(Number(event.target.value))} onChange=${(event) => onDay(all[Number(event.target.value)])} /></label>
    <div class="years" aria-hidden="true">${years.map(([year, place]) => html`<span style=${{ left: `${(100 * place) / last}%` }}>${year}</span>`)}</div>
    <label class="exact">as of <input size="10" inputmode="numeric" placeholder="YYYY-MM-DD" value=${day} onChange=${(event) => typed(event.target, onDay)} /></label>
    ${day ? html`<button type="button" class="plain" onClick=${() => onDay("")}>today</button>` : html`<span class="dim">today, ${today()}</span>`}<output class="hidden">${said}</output></div>`;
}
