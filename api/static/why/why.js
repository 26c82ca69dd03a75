// Why one thing rests on another: a sentence and a chain of a few boxes, to be read and to be printed.

import { ask } from "../api.js";
import { Proof } from "../drawer.js";
import { inSentence, useNames } from "../names.js";
import { Basis, Choice, Failure, Go, Loading, useAnswer } from "../parts.js";
import { Same } from "../same.js";
import { Entity } from "../search.js";
import { common, opened } from "../state.js";
import { html } from "../vendor/htm-preact.js";
import { Card } from "./card.js";
import { MEANS, needOf, othersOf, passedOver, titleOf, weighed } from "./words.js";

export const HORIZONS = [
  ["run", "what stops now"],
  ["make", "production"],
  ["grow", "growth"],
];
const EXAMPLES = [
  ["model:glm-5", "country:NLD"],
  ["lab:deepseek", "country:NLD"],
  ["lab:anthropic", "country:TWN"],
  ["lab:openai", "company:sk-hynix"],
];

export function Why({ state, go }) {
  const from = state.root || EXAMPLES[0][0];
  const to = state.to || EXAMPLES[0][1];
  const query = { ...common(state), from, to };
  const { data, error } = useAnswer(() => ask("/v1/why", query), [JSON.stringify(query)]);
  const name = useNames([from, to, ...EXAMPLES.flat(), ...(data?.chain ?? []).map((step) => step.need)]);
  const headline = data && titleOf(data, name);
  return html`<div class="wide"><h2 class="quiet">Why does one thing rest on another?</h2>
    <p class="pickers">Why does <${Entity} id="from" state=${state} label="What rests" shown=${name(from)} onChoose=${(item) => go({ ...state, root: item.id, to })} />
      rest on <${Entity} id="to" state=${state} label="What it rests on" shown=${name(to)} onChoose=${(item) => go({ ...state, root: from, to: item.id })} />?
      <button type="button" onClick=${() => go({ ...state, root: to, to: from })}>⇄ swap</button>
      <${Choice} name="at least by" value=${state.horizon} values=${HORIZONS} onChoose=${(horizon) => go({ ...state, horizon })} /></p>
    ${error && html`<${Failure} error=${error} state=${state} go=${go} />`}
    ${!data && !error && html`<${Loading} what="the best chain" />`}
    ${
      data &&
      html`<article class="answer" aria-label=${headline}><h3 class="headline">${headline}</h3>
      ${data.chain.length > 0 && html`<p class="means">${MEANS[data.horizon]} ${weighed(data, name)}</p>`}
      ${data.chain.length === 0 && html`<p>${data.sentence}</p>`}
      ${data.chain.length > 0 && html`<${Chain} data=${data} start=${name(data.start)} name=${name} state=${state} go=${go} />`}
      ${data.chain.length > 0 && html`<p class="insentence">${data.sentence}</p>${passedOver(data).map((said) => html`<p class="dim">${said}</p>`)}<p class="dim">The best known chain, not the only one: <${Go} state=${state} go=${go} change=${opened(state, { view: "dependencies", root: from, out: to, horizon: data.horizon })}>what falls and what does not without ${inSentence(to, name(to))}<//>.</p>`}
      <${Basis} meta=${data.meta} sources=${data.sources} /></article>
      ${data.chain.length > 0 && html`<${Card} data=${data} headline=${headline} start=${name(data.start)} name=${name} />`}`
    }
    <p>Others: ${EXAMPLES.map(([a, b], at) => html`${at ? " · " : ""}<${Go} state=${state} go=${go} change=${{ root: a, to: b }}>${name(a)} and ${name(b)}<//>`)}</p>
    <${Same} state=${state} go=${go} path="/v1/why" query=${query} saved=${["shortest-path", { from, to }]} /></div>`;
}

export function Chain({ data, start, name, state, go, stopped = new Map() }) {
  const stateOf = (id) => (stopped.has(id) ? "stopped" : "");
  return html`<ol class="chain" aria-label="The chain"><li><div class=${`step start ${stateOf(data.start)}`}>${stopped.has(data.start) && html`<b class="sign">✕ stops</b>`}<${Proof} id=${data.start} state=${state} go=${go}>${start}<//></div></li>
    ${data.chain.map((step, at) => {
      const { share, others } = othersOf(step);
      const last = at === data.chain.length - 1;
      return html`<li><span class="needs">${needOf(step, name)}</span>
        <div class=${`step ${last ? "end" : ""} ${step.alternatives.length === 0 && step.closed ? "only" : ""} ${stateOf(step.id)}`}>${stopped.has(step.id) && html`<b class="sign">✕ stops</b>`}<${Proof} id=${step.of} from=${step.id} state=${state} go=${go} aria-label=${`${step.name}: evidence`}>${step.name}<//>
        ${step.share != null && !step.assumed && step.need !== "jurisdiction" && html`<span class="bar1" aria-hidden="true"><span style=${{ width: `${100 * step.share}%` }}></span></span>`}</div>
        <span class="dim">${share}${share && others ? "; " : ""}${others}</span></li>`;
    })}</ol>`;
}
