// Knock something out and see what falls, what is degraded, and why.

import { ask } from "./api.js";
import { Go, Loading, percents, useAnswer } from "./parts.js";
import { html, useState } from "./vendor/htm-preact.js";

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

export function WhatIf({ state, go, root, title, scenario, fallen, out, names, called }) {
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
  const here = data.failed.filter((one) => names.has(one.id) && fallen.has(one.id));
  const hurt = data.degraded.filter((one) => names.has(one.id));
  const loss = data.degraded.find((one) => one.id === root)?.loss;
  const verdict = row
    ? `${title} falls${row.certain ? "" : ", as far as we know its suppliers"}.`
    : `${title} survives${loss ? ", degraded" : ""}.`;
  return html`<section><h3>What if …</h3><p class=${`verdict ${row ? "falls" : "holds"}`} role="status">${verdict} ${here.length} here fall, ${hurt.length} are degraded.</p>
    ${
      loss &&
      html`<p>Capacity lost: ${Object.entries(loss)
        .map(([sigma, [low, high]]) => `${percents([low, high])} (substitution ${sigma})`)
        .join("; ")}.</p>`
    }
    <p>${restore}</p>
    ${row && html`<p>Why: ${row.reason}.</p>`}
    <details open=${!matchMedia("(max-width: 700px)").matches}><summary>What falls</summary><${Cascade} rows=${[...here.filter((one) => one.id === root), ...here.filter((one) => one.id !== root)]} names=${names} /></details></section>`;
}

/** What falls, the target first; what is left out is said, and one press away. */
function Cascade({ rows, names }) {
  const [all, setAll] = useState(false);
  const shown = all ? rows : rows.slice(0, FIRST);
  return html`<ol class="cascade">${shown.map(
    (one) => html`<li>${names.get(one.id)}${" "}
      <span class="dim">${one.reason}${one.certain ? "" : " (as far as we know)"}</span></li>`,
  )}</ol>
    ${
      rows.length > shown.length &&
      html`<p>The first ${FIRST} of ${rows.length}.
      <button type="button" onClick=${() => setAll(true)}>Show all ${rows.length}</button></p>`
    }`;
}
