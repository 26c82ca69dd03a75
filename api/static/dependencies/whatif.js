// Knock something out and see what falls, what is degraded, and why.

import { ask } from "../api.js";
import { sure } from "../chokepoints/bar.js";
import { Go, Loading, percents, useAnswer } from "../parts.js";
import { html, useState } from "../vendor/htm-preact.js";

const FIRST = 40;
const TRIED = {
  "country:TWN": "Taiwan",
  "country:NLD": "Netherlands",
  "country:KOR": "South Korea",
  "country:CHN": "China",
  "country:USA": "United States",
};

/** Run the scenario of what is knocked out; nothing is asked while nothing is. */
export function useScenario(out, query, key) {
  const removed = [...out].sort();
  return useAnswer(
    () => (removed.length === 0 ? Promise.resolve(null) : ask("/v1/scenarios/run", query, { remove: removed })),
    [...key, removed.join()],
  );
}

export function WhatIf({ state, go, root, title, scenario, here, hurt, cascade, out, names, called }) {
  if (out.size === 0) {
    return html`<section><h3>What if …</h3><p>Select something and knock it out, or try
      ${Object.entries(TRIED).map(([id, name]) => html` <${Go} state=${state} go=${go} change=${{ out: id }}>${name}<//>`)}.</p></section>`;
  }
  const { data, error, loading } = scenario;
  const restore = [...out].map(
    (id) =>
      html`<${Go} class="button" state=${state} go=${go} change=${{ out: [...out].filter((other) => other !== id).join(",") }}>✕ restore ${called(id)}<//> `,
  );
  if (error) return html`<section role="alert"><h3>What if …</h3><p>${error.message}</p><p>${restore}</p></section>`;
  if (loading || !data || names.size === 0)
    return html`<section><h3>What if …</h3><${Loading} what="the cascade" /></section>`;
  const row = data.failed.find((one) => one.id === root);
  const lessened = data.degraded.find((one) => one.id === root);
  const loss = lessened?.loss;
  const unknown = !row && data.not_known.some((one) => one.id === root);
  const verdict = row
    ? `${title} falls${row.certain ? "" : ", as far as we know its suppliers"}.`
    : unknown
      ? `No source says what ${title} rests on at this horizon: it is neither stopped nor safe.`
      : `${title} goes on as far as is known${loss ? ", degraded" : ""}.${lessened?.not_excluded ? " That it stops is not excluded: nobody states who else supplies how much." : ""}`;
  return html`<section><h3>What if …</h3><p class=${`verdict ${row ? "falls" : unknown || lessened?.not_excluded ? "" : "holds"}`} role="status">${verdict} ${here.length} here likely fall ${sure(countsOf(here, hurt))}, ${hurt.length} are degraded.</p>
    ${
      loss &&
      html`<p>Capacity lost: ${Object.entries(loss)
        .map(([sigma, [low, high]]) => `${percents([low, high])} (substitution ${sigma})`)
        .join("; ")}.</p>`
    }
    ${data.nothing.map((said) => html`<p class="dim">${said[0].toUpperCase()}${said.slice(1)}.</p>`)}
    <p>${restore}</p>
    ${row && html`<p>Why: ${row.reason}.</p>`}
    <${Controls} cascade=${cascade} here=${here} names=${names} />
    <details open=${!matchMedia("(max-width: 700px)").matches}><summary>What falls, in order</summary><${Cascade} rows=${here} root=${root} cascade=${cascade} names=${names} /></details></section>`;
}

/** What falls for certain, likely, and possibly: of what is degraded that it stops may not be excluded. */
const countsOf = (here, hurt) => ({
  certain: here.filter((row) => row.certain).length,
  likely: here.length,
  possible: here.length + hurt.filter((row) => row.not_excluded).length,
});

const named = (rows, names) => {
  const all = rows.map((row) => names.get(row.id));
  return all.length > 4 ? `${all.slice(0, 4).join(", ")} and ${all.length - 4} more` : all.join(", ");
};

/** Plays what falls a round at a time; where motion is not wanted, each press is one step. */
function Controls({ cascade, here, names }) {
  if (cascade.last === 0) return null;
  const now = here.filter((row) => row.round === cascade.shown);
  return html`<div class="cascade-controls" role="group" aria-label="In order">
    ${cascade.plays ? html`<button type="button" onClick=${cascade.stop}>■ Stop</button>` : html`<button type="button" onClick=${cascade.start}>▶ Show how it falls</button>`}
    <button type="button" onClick=${cascade.step}>${cascade.whole ? "From the start" : "Next step"}</button>
    ${!cascade.whole && html`<button type="button" class="plain" onClick=${cascade.all}>all at once</button>`}
    <p role="status" class="dim">${!cascade.whole && `Step ${cascade.shown + 1} of ${cascade.last + 1}: ${named(now, names) || "nothing here"}`}</p></div>`;
}

/** What falls by rounds, the target in bold; what is left out is said, and one press away. */
function Cascade({ rows, root, cascade, names }) {
  const [all, setAll] = useState(false);
  const ordered = rows
    .toSorted((a, b) => a.round - b.round || (b.id === root) - (a.id === root))
    .filter((row) => row.round <= cascade.shown);
  const target = ordered.find((row) => row.id === root);
  const shown =
    all || ordered.length <= FIRST ? ordered : [...new Set([...ordered.slice(0, FIRST), ...(target ? [target] : [])])];
  const rounds = [...new Set(shown.map((row) => row.round))];
  const left = ordered.filter((row) => !shown.includes(row));
  return html`<ol class="cascade">${rounds.map(
    (round, at) =>
      html`<li value=${round + 1}><ul>${shown
        .filter((row) => row.round === round)
        .map(
          (row) => html`<li class=${row.id === root ? "target" : ""}>${names.get(row.id)}${" "}
      <span class="dim">${reasonOf(row)}${row.certain ? "" : " (as far as we know)"}</span></li>`,
        )}${skipped(left, round, rounds[at + 1])}</ul></li>`,
  )}</ol>
    ${
      ordered.length > shown.length &&
      html`<p>${shown.length} of ${ordered.length}.
      <button type="button" onClick=${() => setAll(true)}>Show all ${ordered.length}</button></p>`
    }`;
}

/** What is not listed between one step and the next that is, so that no number is missing without a word. */
function skipped(left, round, next = Number.POSITIVE_INFINITY) {
  const rows = left.filter((row) => row.round >= round && row.round < next);
  const until = Math.max(...rows.map((row) => row.round), next < Number.POSITIVE_INFINITY ? next - 1 : round);
  if (rows.length === 0 && until === round) return null;
  const steps = until > round ? `, until step ${until + 1}` : "";
  return html`<li class="dim">${rows.length > 0 ? `… and ${rows.length} more${steps}` : `nothing else here${steps}`}</li>`;
}

/** A chain without the name that stands before it. */
function reasonOf(row) {
  const [first, ...rest] = row.reason.split(" ← ");
  return rest.length > 0 && first === row.name ? `← ${rest.join(" ← ")}` : row.reason;
}
