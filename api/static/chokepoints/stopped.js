// Which of them stop without one country or company, at each horizon; each leads to its why.

import { ask } from "../api.js";
import { Failure, Go, Loading, useAnswer } from "../parts.js";
import { opened } from "../state.js";
import { html } from "../vendor/htm-preact.js";
import { questionOf, TIMES } from "./question.js";

async function stopsOf(id, query) {
  const times = Object.keys(TIMES);
  const answers = await Promise.all(
    times.map((horizon) => ask("/v1/chokepoints", { ...query, horizon, limit: "500" })),
  );
  return times.map((time, at) => [time, answers[at].chokepoints.find((one) => one.members[0] === id)?.stops ?? []]);
}

export function Stopped({ row, state, go }) {
  const query = questionOf(state);
  const { data, error } = useAnswer(() => stopsOf(row.id, query), [row.id, JSON.stringify(query)]);
  if (error) return html`<${Failure} error=${error} state=${state} go=${go} />`;
  if (!data) return html`<${Loading} what="which of them stop" />`;
  const runs = new Set(data.flatMap(([, stops], at) => (at === 0 ? stops.map((one) => one.id) : [])));
  const makes = new Set(data.flatMap(([, stops], at) => (at === 1 ? stops.map((one) => one.id) : [])));
  const fresh = { run: () => true, make: (one) => !runs.has(one.id), grow: (one) => !makes.has(one.id) };
  return data.map(([time, stops]) => {
    const added = stops.filter(fresh[time]);
    const before = stops.length - added.length;
    return html`<h3>${TIMES[time]}: ${stops.length === 0 ? "none, as far as is known" : `${stops.length} likely stop, ${stops.filter((one) => one.certain).length} of them for certain`}${before > 0 && added.length > 0 ? `, the ${before} above and` : before > 0 ? ", the same as above" : ""}</h3>
      ${added.length > 0 && html`<ul class="stops">${added.map((one) => html`<li><${Go} state=${state} go=${go} change=${opened(state, { view: "why", root: one.id, to: row.id, horizon: time })} title=${one.why}>${one.name}<//>${one.certain ? " (certain)" : ""}</li>`)}</ul>`}`;
  });
}
