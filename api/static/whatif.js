// Knock something out and see what falls, what is degraded, and why.
import { html } from "./vendor/htm-preact.js";
import { ask } from "./api.js";
import { Go, Loading, useAnswer } from "./parts.js";

/** Run the scenario of what is knocked out; nothing is asked while nothing is. */
export function useScenario(out, root, query, key) {
  const removed = [...out].sort();
  return useAnswer(
    () => removed.length === 0 ? Promise.resolve(null) : ask("/v1/scenarios/run", query, { remove: removed }),
    [...key, removed.join()],
  );
}

export function WhatIf({ state, go, root, title, scenario, fallen, out, names }) {
  if (out.size === 0) {
    return html`<section><h3>What if …</h3><p>Select something and knock it out, or try
      ${["country:TWN", "country:NLD", "country:KOR", "country:CHN", "country:USA"].map((id) => html` <${Go} state=${state} go=${go} change=${{ out: id }}>${id.slice(8)}<//>`)}.</p></section>`;
  }
  const { data, error, loading } = scenario;
  const restore = [...out].map((id) => html`<${Go} class="button" state=${state} go=${go} change=${{ out: [...out].filter((other) => other !== id).join(",") }}>✕ restore ${names.get(id) ?? id}<//> `);
  if (error) return html`<section role="alert"><h3>What if …</h3><p>${error.message}</p><p>${restore}</p></section>`;
  if (loading || !data) return html`<section><h3>What if …</h3><${Loading} what="the cascade" /></section>`;
  const row = data.failed.find((one) => one.id === root);
  const here = data.failed.filter((one) => names.has(one.id) && fallen.has(one.id));
  const hurt = data.degraded.filter((one) => names.has(one.id));
  const loss = data.degraded.find((one) => one.id === root)?.loss;
  const verdict = row ? `${title} falls${row.certain ? "" : ", as far as we know its suppliers"}.` : `${title} survives${loss ? ", degraded" : ""}.`;
  return html`<section><h3>What if …</h3><p class=${`verdict ${row ? "falls" : "holds"}`} role="status">${verdict} ${here.length} here fall, ${hurt.length} are degraded.</p>
    ${loss && html`<p>Capacity lost: ${Object.entries(loss).map(([sigma, [low, high]]) => `${Math.round(low * 100)}–${Math.round(high * 100)} % (substitution ${sigma})`).join("; ")}.</p>`}
    <p>${restore}</p>
    <ol class="cascade">${here.slice(0, 40).map((one) => html`<li>${names.get(one.id)} <span class="dim">${one.reason}${one.certain ? "" : " (as far as we know)"}</span></li>`)}</ol>
    ${here.length > 40 && html`<p class="dim">and ${here.length - 40} more</p>`}</section>`;
}
