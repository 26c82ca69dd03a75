// How far the world is divided: five ways to look at it, the clearest first.

import { LeftOut } from "../parts.js";
import { html } from "../vendor/htm-preact.js";
import { Adoption } from "./adoption.js";
import { Countries } from "./countries.js";
import { Layers } from "./layers.js";
import { Matrix } from "./matrix.js";
import { Series } from "./series.js";

const FORMS = {
  matrix: ["Who rests on whom", Matrix],
  index: ["Index", Layers],
  countries: ["Countries", Countries],
  adoption: ["What if", Adoption],
  series: ["Series", Series],
};

export function Spheres({ state, go }) {
  const form = state.mode in FORMS ? state.mode : "matrix";
  const [, View] = FORMS[form];
  return html`<div class="wide"><div role="tablist" aria-label="Ways to look at it" class="bar">${Object.entries(
    FORMS,
  ).map(
    ([value, [name]]) => html`<button type="button" role="tab"
      aria-selected=${value === form} onClick=${() => go({ ...state, mode: value === "matrix" ? "" : value })}>${name}</button>`,
  )}</div>
    <${View} state=${state} go=${go} /><${LeftOut} state=${state} go=${go} /></div>`;
}
