// Over time: how far layers are divided, and where two countries stood.

import { html } from "../vendor/htm-preact.js";
import { CountriesOverTime } from "./countries.js";
import { Division } from "./division.js";

const FORMS = { division: ["Division", Division], countries: ["Two countries", CountriesOverTime] };

export function Timeline({ state, go }) {
  const form = state.mode in FORMS ? state.mode : "division";
  const [, View] = FORMS[form];
  return html`<div class="wide"><div role="tablist" aria-label="What to look at over time" class="bar">${Object.entries(
    FORMS,
  ).map(
    ([value, [name]]) =>
      html`<button type="button" role="tab" aria-selected=${value === form} onClick=${() => go({ ...state, mode: value === "division" ? "" : value })}>${name}</button>`,
  )}</div><${View} state=${state} go=${go} /></div>`;
}
