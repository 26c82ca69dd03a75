// One chain by hand: switch countries off and see which boxes and which labs stop, at each horizon.

import { ask } from "../api.js";
import { useNames } from "../names.js";
import { Failure, Go, Loading, useAnswer } from "../parts.js";
import { common, opened } from "../state.js";
import { html } from "../vendor/htm-preact.js";
import { Chain } from "../why/why.js";
import { MEANS } from "../why/words.js";

const [START, END] = ["model:glm-5", "country:NLD"];
const COUNTRIES = ["country:TWN", "country:NLD", "country:KOR", "country:JPN", "country:USA", "country:CHN"];
const LABS = [
  "lab:openai",
  "lab:anthropic",
  "lab:google-deepmind",
  "lab:meta-ai",
  "lab:xai",
  "lab:mistral-ai",
  "lab:deepseek",
  "lab:alibaba-qwen",
  "lab:zhipu-ai",
  "lab:moonshot-ai",
];
const TIMES = { run: "What runs now", make: "Production", grow: "Growth" };

/** What stops at each horizon without some countries, and of what nothing is known. */
async function stopped(removed, query) {
  const answers = await Promise.all(
    Object.keys(TIMES).map((horizon) =>
      removed.length
        ? ask("/v1/scenarios/run", { ...query, horizon }, { remove: removed })
        : { failed: [], not_known: [] },
    ),
  );
  return Object.keys(TIMES).map((time, at) => [
    time,
    new Map(answers[at].failed.map((row) => [row.id, row])),
    new Set(answers[at].not_known.map((row) => row.id)),
  ]);
}

export function Switches({ state, go }) {
  const query = common(state);
  const removed = state.out ? state.out.split(",") : [];
  const why = useAnswer(() => ask("/v1/why", { ...query, from: START, to: END }), [JSON.stringify(query)]);
  const { data, error } = useAnswer(() => stopped(removed, query), [state.out, JSON.stringify(query)]);
  const name = useNames([
    START,
    END,
    ...COUNTRIES,
    ...LABS,
    ...removed,
    ...(why.data?.chain ?? []).map((step) => step.need),
  ]);
  const toggled = (id) => (removed.includes(id) ? removed.filter((one) => one !== id) : [...removed, id]).join(",");
  const atEnd = data && new Map(data.map(([time, fallen]) => [time, fallen])).get(why.data?.horizon ?? "grow");
  return html`<section aria-label="One chain"><h3>${name(START)} to ${name(END)}: switch countries off</h3>
    <div class="switches" role="group" aria-label="Countries">${COUNTRIES.map((id) => html`<button type="button" role="switch" aria-checked=${!removed.includes(id)} onClick=${() => go({ ...state, out: toggled(id) })}><span aria-hidden="true">${removed.includes(id) ? "✕" : "✓"}</span> ${name(id)}</button>`)}</div>
    ${why.error && html`<${Failure} error=${why.error} state=${state} go=${go} />`}
    ${
      why.data?.chain.length > 0 &&
      html`<${Chain} data=${why.data} start=${name(START)} name=${name} state=${state} go=${go} stopped=${atEnd ?? new Map()} />
      ${atEnd?.has(START) && html`<p role="status"><b>${name(START)} stops</b>${atEnd.get(START).certain ? "" : ", likely"}: ${atEnd.get(START).reason}.</p>`}
      <p class="dim">${MEANS[why.data.horizon]} <${Go} state=${state} go=${go} change=${opened(state, { view: "why", root: START, to: END })}>The sentence, sources, and a card for an article<//></p>`
    }
    ${error && html`<${Failure} error=${error} state=${state} go=${go} />`}
    ${!data && !error && html`<${Loading} what="what stops" />`}
    ${data && html`<div class="grid3" aria-live="polite">${data.map(([time, fallen, unknown]) => html`<${Labs} key=${time} ...${{ time, fallen, unknown, removed, name, state, go }} />`)}</div>`}</section>`;
}

function Labs({ time, fallen, unknown, removed, name, state, go }) {
  const all = [...fallen.values()].filter((row) => row.kind === "Lab");
  const certain = all.filter((row) => row.certain).length;
  return html`<div><h4>${TIMES[time]}: ${removed.length === 0 ? "nothing is switched off" : `${all.length} labs likely stop, ${certain} of them for certain`}</h4>
    <ul class="labs">${LABS.map((id) => {
      const row = fallen.get(id);
      const reason = row
        ? `${row.reason}${row.certain ? "" : " (likely)"}`
        : unknown.has(id)
          ? "not known: no source says what it rests on"
          : "goes on, as far as is known";
      const to =
        removed.length === 1 && row
          ? { view: "why", root: id, to: removed[0], horizon: time }
          : { view: "profile", root: id };
      return html`<li class=${row ? "stopped" : ""}><${Go} state=${state} go=${go} change=${opened(state, to)} title=${reason}>${row ? "✕ " : ""}${name(id)}${!row && unknown.has(id) && " (not known)"}<span class="hidden">${row ? ": stops" : unknown.has(id) ? "" : ": goes on"}</span><//></li>`;
    })}</ul></div>`;
}
