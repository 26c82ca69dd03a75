// Spheres: one name, one colour and one bar for each, wherever a sphere is meant.

import { percent } from "./parts.js";
import { html } from "./vendor/htm-preact.js";

export const LAYERS = [
  "models",
  "labs",
  "platforms",
  "clouds",
  "compute sites",
  "chips",
  "inputs",
  "security structures",
];
export const SPHERES = ["US", "China", "other"];

const NAMES = { US: "US sphere", China: "China sphere", other: "other countries" };

/** A sphere is not a country: what a reader sees says so. @param {string} name the interface's value */
export const sphereName = (name) => NAMES[name] ?? name;

/** @param {number | null | undefined} value */
export const number = (value, digits = 2) =>
  value == null
    ? "–"
    : value
        .toFixed(digits)
        .replace(/^-(?=.*[1-9])/, "−")
        .replace(/^-/, "");

/** Shares in words. @param {Record<string, number> | null} spheres */
export function spoken(spheres) {
  return spheres ? SPHERES.map((name) => `${sphereName(name)} ${percent(spheres[name])}`).join(", ") : "unknown";
}

/** A bar of shares; what is unknown stays hatched, never blank. */
export function Shares({ spheres, known = 1, words = true }) {
  if (!spheres) return html`<span class="dim">unknown</span>`;
  const label = spoken(spheres);
  const part = (name, share) => html`<span class=${`seg ${name}`} style=${{ width: `${100 * share}%` }}></span>`;
  return html`<div class="shares"><div class="horizontal" role="img" aria-label=${label} title=${label}>${SPHERES.map((name) => part(name, spheres[name] * known))}${known < 1 && part("unknown", 1 - known)}</div>
    ${words && html`<span class="dim">${label}</span>`}</div>`;
}

/** What is not known, in a figure: classes are filled with it in the style sheets. */
export function Hatching() {
  return html`<defs><pattern id="unknown" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="gap" width="6" height="6" /><rect class="hatch" width="2" height="6" /></pattern></defs>`;
}

export function SphereKey() {
  return html`<span class="key US"></span>US sphere <span class="key China"></span>China sphere <span class="key other"></span>other countries`;
}
