// Live findings as sentences with a number, and what changed in a year.

import { ask } from "../api.js";
import { Failure, Go, Loading, percents, useAnswer, wholePercent } from "../parts.js";
import { common, opened } from "../state.js";
import { html } from "../vendor/htm-preact.js";
import { Lag } from "./lag.js";

const FIRST = 4;
const ORDER = ["compute", "capability", "use", "spheres", "openness", "countries", "money", "division"];
/** A share says something by itself; a count does not. */
const TELLS = /share|months/;

/** Where the finding can be looked into. */
function viewOf(finding) {
  const { pathname, searchParams } = new URL(finding.link, location.origin);
  const layer = (searchParams.get("layer") ?? "").replaceAll("-", " ");
  const series = pathname.match(/^\/v1\/series\/([a-z-]+)$/)?.[1];
  if (series) return { view: "spheres", mode: "series", series: series === "capability-lag" ? "" : series };
  if (finding.topic === "countries") return { view: "spheres", mode: "countries" };
  return finding.topic === "division" ? { view: "spheres", mode: "index", layer } : { view: "map", layer };
}

/** The number in large: an interval where the facts leave one. */
function figure({ value, low, high, unit }) {
  if (value == null) return "not known";
  if (/share/.test(unit)) return low != null && high != null ? percents([low, high]) : wholePercent(value);
  const [from, to] = [low ?? value, high ?? value].map((one) => Number(one.toPrecision(2)).toLocaleString("en"));
  const rounded = from === to ? Number(value.toPrecision(2)).toLocaleString("en") : `${from}–${to}`;
  return unit === "months" ? `${rounded} months` : rounded;
}

const SUBJECTS = /US sphere|China sphere|Chinese [a-z]+|American [a-z]+|United States|China/g;

/** Whose share it is: the last that the finding names before its number. */
function whose({ value, low, unit, statement }) {
  if (!/share/.test(unit) || value == null) return "";
  const places = [value, low].map((share) => statement.search(new RegExp(`\\b${Math.round(100 * (share ?? value))}%`)));
  const [at] = places.filter((place) => place >= 0);
  return statement.slice(0, at).match(SUBJECTS)?.at(-1) ?? "";
}

/** The number with what is counted, where a share or months do not say it. */
const counted = (finding) =>
  /share|months|index|0 to 1/.test(finding.unit) ? figure(finding) : `${figure(finding)} ${finding.unit}`;

/** One finding a topic first, so that the few shown differ. */
function varied(findings) {
  const told = findings.toSorted((a, b) => TELLS.test(b.unit) - TELLS.test(a.unit));
  const ranked = ORDER.flatMap((topic) => told.filter((one) => one.topic === topic).slice(0, 1));
  return [...ranked, ...findings.filter((one) => !ranked.includes(one))];
}

function Card({ finding, state, go }) {
  return html`<li class="finding"><${Go} state=${state} go=${go} change=${opened(state, viewOf(finding))}><span class="kicker">${finding.title}</span><b class="big">${figure(finding)} <span class="whose">${whose(finding)}</span></b>${finding.unit === "months" ? html`<${Lag} finding=${finding} />` : html`<${Drawn} finding=${finding} />`}<span>${finding.statement}</span><//>
    <details><summary>${finding.about}: of what, and how much is known</summary><p>Share or count of: ${finding.denominator}. ${finding.coverage}.
      ${finding.sources_in_all} sources${finding.undated ? `; ${wholePercent(finding.undated)} of it is undated` : ""}. <a href=${finding.link} target="_blank">JSON with every source</a></p></details></li>`;
}

/** A share as a bar: what is known in full, what depends on the unknown hatched. */
function Drawn({ finding: { value, low, high, unit } }) {
  if (value == null || !/share/.test(unit)) return null;
  const [from, to] = [low ?? value, high ?? value];
  return html`<span class="horizontal thin" aria-hidden="true"><span class="seg likely" style=${{ width: `${100 * from}%` }}></span><span class="seg unknown" style=${{ width: `${100 * (to - from)}%` }}></span></span>`;
}

export function Findings({ state, go }) {
  const query = common(state);
  const { data, error } = useAnswer(() => ask("/v1/findings", query), [JSON.stringify(query)]);
  const all = varied(data?.findings ?? []);
  return html`<section aria-label="Findings"><h3>Found today</h3>
    ${error && html`<${Failure} error=${error} state=${state} go=${go} />`}
    ${!data && !error && html`<${Loading} what="the findings" />`}
    ${
      data &&
      html`<ul class="findings">${all.slice(0, FIRST).map((finding) => html`<${Card} finding=${finding} state=${state} go=${go} />`)}</ul>
      ${all.length > FIRST && html`<details><summary>${all.length - FIRST} more findings</summary><ul class="findings">${all.slice(FIRST).map((finding) => html`<${Card} finding=${finding} state=${state} go=${go} />`)}</ul></details>`}
      ${(data.withheld ?? []).length > 0 && html`<details><summary>${data.withheld.length} withheld, because too little is known</summary><ul>${data.withheld.map((one) => html`<li class="dim">${one.title}: ${one.reason}.</li>`)}</ul></details>`}`
    }</section>`;
}

function yearBefore(day) {
  const then = new Date(day || Date.now());
  then.setUTCFullYear(then.getUTCFullYear() - 1);
  return then.toISOString().slice(0, 10);
}

/** What it was and what it is, each with its day; the sentences are folded. */
function Change({ one: { title, before, after }, state, go }) {
  const [was, is] = [before, after].map(
    (finding) => html`<b>${counted(finding)}</b> <span class="dim">(${finding.about})</span>`,
  );
  return html`<li><${Go} state=${state} go=${go} change=${opened(state, viewOf(after))}>${title}<//><div>${was} → ${is}</div>
    <details><summary>In words</summary><p>Before: ${before.statement}</p><p>After: ${after.statement}</p></details></li>`;
}

export function Changed({ state, go }) {
  const query = { ...common(state), since: yearBefore(state.as_of) };
  const { data, error } = useAnswer(() => ask("/v1/findings", query), [JSON.stringify(query)]);
  return html`<section aria-label="What changed"><h3>What changed since ${query.since}</h3>
    ${error && html`<${Failure} error=${error} state=${state} go=${go} />`}
    ${!data && !error && html`<${Loading} what="what changed" />`}
    ${
      data &&
      html`${data.changed.length === 0 && html`<p>Nothing that can be compared has changed.</p>`}
      <ul class="changes">${data.changed.map((one) => html`<${Change} one=${one} state=${state} go=${go} />`)}</ul>
      ${data.incomparable.length > 0 && html`<details><summary>${data.incomparable.length} findings cannot be compared with then</summary><ul>${data.incomparable.map((one) => html`<li>${one.title}: ${one.reason}.</li>`)}</ul></details>`}`
    }</section>`;
}
