// Spheres: one name, one colour and one bar for each, wherever a sphere is meant.

import { percent, percents, wholePercent } from "./parts.js";
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

const WIDEST = 0.5;

/** Whether a share says something: one that may be anything is no figure; findings do not tell it either.
 * @param {[number, number] | null | undefined} range what the facts leave open */
export const told = (range) => !range || range[1] - range[0] <= WIDEST;

/** A share with the range that the facts leave; only the range where it may be anything.
 * @param {number} share @param {[number, number] | null} [range] */
export function ranged(share, range) {
  if (!range || percents(range) === wholePercent(share)) return wholePercent(share);
  return told(range) ? `${wholePercent(share)} (${percents(range)})` : `may be ${percents(range)}`;
}

/** A loss as rankings have it, which are sorted by it: where it may be anything the range stands first, then the value.
 * @param {number} share @param {[number, number] | null} [range] */
export function lossTold(share, range) {
  if (told(range)) return ranged(share, range);
  const anything = range[0] <= 1e-9 && range[1] >= 1 - 1e-9 ? "anything from " : "";
  return `${anything}${percents(range)}, ${wholePercent(share)} in the likely reading`;
}

/** A part of many that stops, beside its bar: short, the range first where it may be anything.
 * @param {number} share @param {[number, number]} range */
export const stopTold = (share, range) =>
  told(range) ? ranged(share, range) : `${percents(range)}, ${wholePercent(share)} likely`;

/** The range of a number, where the facts leave one. @param {[number, number] | null | undefined} pair */
export const within = (pair) =>
  pair && pair[1] - pair[0] > 0.005 ? ` (${number(pair[0])} to ${number(pair[1])})` : "";

/** A number with its range; where it has no central value, the range alone.
 * @param {number | null | undefined} value @param {[number, number] | null | undefined} pair */
export const figure = (value, pair, digits = 2) =>
  value == null && pair
    ? `may be ${number(pair[0], digits)} to ${number(pair[1], digits)}`
    : `${number(value, digits)}${within(pair)}`;

/** Shares in words; one without a central value has its range. @param {Record<string, number | null> | null} spheres @param {Record<string, [number, number]> | null} [ranges] */
export function spoken(spheres, ranges) {
  if (!spheres) return "unknown";
  const said = (name) => (ranges ? ranged(spheres[name], ranges[name]) : percent(spheres[name]));
  return SPHERES.map((name) => `${sphereName(name)} ${said(name)}`).join(", ");
}

/** Whether enough is unknown to be drawn. @param {number} known */
export const isPart = (known) => known < 0.995;

/** Shares as a bar has them: those without a central value have together what the others leave, none more than another.
 * @param {Record<string, number | null>} spheres @returns {Record<string, number>} */
export function drawn(spheres) {
  const open = SPHERES.filter((name) => spheres[name] == null);
  const left = (1 - SPHERES.reduce((sum, name) => sum + (spheres[name] ?? 0), 0)) / Math.max(open.length, 1);
  return Object.fromEntries(SPHERES.map((name) => [name, spheres[name] ?? left]));
}

/** A bar of shares; what may be anything is pale, what is unknown stays hatched, never blank. */
export function Shares({ spheres, ranges, known = 1, words = true }) {
  if (!spheres) return html`<span class="dim">unknown</span>`;
  const label = spoken(spheres, ranges);
  const part = (name, share) =>
    html`<span class=${`seg ${name} ${told(ranges?.[name]) ? "" : "open"}`} style=${{ width: `${100 * share}%` }}></span>`;
  const widths = drawn(spheres);
  return html`<div class="shares"><div class="horizontal" role="img" aria-label=${label} title=${label}>${SPHERES.map((name) => part(name, widths[name] * known))}${isPart(known) && part("unknown", 1 - known)}</div>
    ${words && html`<span class="dim">${label}</span>`}</div>`;
}

/** What is not known, in a figure: classes are filled with it in the style sheets. */
export function Hatching() {
  return html`<defs><pattern id="unknown" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="gap" width="6" height="6" /><rect class="hatch" width="2" height="6" /></pattern></defs>`;
}

/** What the pale parts mean. */
export const OpenKey = () =>
  html`<span class="key open"></span>pale: may be anything in a range of more than ${100 * WIDEST} points`;

export function SphereKey() {
  return html`<span class="key US"></span>US sphere <span class="key China"></span>China sphere <span class="key other"></span>other countries`;
}
