// What else stops with it: labs, frontier models and known computing power beside each other.

import { ask } from "../api.js";
import { useAnswer } from "../parts.js";
import { stopTold } from "../shares.js";
import { html } from "../vendor/htm-preact.js";
import { Bar, measured } from "./bar.js";
import { BESIDE, called, questionOf } from "./question.js";

/** The other measures of the same question, by member. @returns {{targets: string, answer: any, rows: Map<string, any>}[]} */
export function useBeside(state) {
  const others = BESIDE.filter((targets) => targets !== state.targets);
  const queries = others.map((targets) => ({ ...questionOf(state, targets), limit: "500" }));
  const { data } = useAnswer(
    () => Promise.all(queries.map((query) => ask("/v1/headlines", query))),
    [JSON.stringify(queries)],
  );
  return (data ?? []).map((answer, at) => ({
    targets: others[at],
    answer,
    rows: new Map(answer.rows.map((row) => [row.id, row])),
  }));
}

/** Thin bars below the main one. An entity that stops none of them, not even possibly, has no row. */
export function Beside({ others, id, name, time }) {
  return html`<div class="besides">${others.map(({ targets, answer, rows }) => {
    const row = rows.get(id);
    const at = row && measured(answer, row, time);
    const part = at?.of > 0 ? stopTold(at.likely / at.of, [at.certain / at.of, at.possible / at.of]) : "–";
    return html`<span class="beside-name">${called(targets)}</span>${
      at
        ? html`<${Bar} thin=${true} at=${at} label=${`${name}, ${called(targets)}`} />`
        : html`<span class="dim">none</span>`
    }<span class="number dim">${at ? part : ""}</span>`;
  })}</div>`;
}
