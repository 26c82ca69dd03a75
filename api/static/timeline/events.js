// Policies as marks in time. They come from a saved query; without it the chart stands as it is.

import { ask } from "../api.js";
import { useNames } from "../names.js";
import { Go, useAnswer } from "../parts.js";
import { opened } from "../state.js";
import { html } from "../vendor/htm-preact.js";

/** Policies with a day, the newest first. @returns {{day: string, id: string, name: string, by: string[]}[]} */
export function usePolicies() {
  const { data } = useAnswer(() => ask("/v1/queries/policies-in-order", { limit: "300" }), []);
  return (data?.rows ?? [])
    .filter(([day]) => /^\d{4}-\d{2}-\d{2}$/.test(day))
    .map(([day, id, name, by]) => ({ day, id, name, by }));
}

export function Events({ policies, from = "", state, go }) {
  const shown = policies.filter((one) => one.day >= from);
  const name = useNames(shown.flatMap((one) => one.by));
  if (shown.length === 0) return null;
  return html`<details><summary>${shown.length} policies marked, the newest first</summary><ul>${shown.map((one) => html`<li>${one.day}: <${Go} state=${state} go=${go} change=${opened(state, { view: "profile", root: one.id })}>${one.name}<//> <span class="dim">${one.by.map(name).join(", ")}</span></li>`)}</ul></details>`;
}
