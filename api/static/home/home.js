// Home: search, what is found, one chain with switches, who rests on whom, who stands between, what changed.

import { ask } from "../api.js";
import { kindNames } from "../names.js";
import { Basis, Failure, Go, Loading, useAnswer } from "../parts.js";
import { Search } from "../search.js";
import { common, opened } from "../state.js";
import { html } from "../vendor/htm-preact.js";
import { Between } from "./between.js";
import { Changed, Findings } from "./findings.js";
import { Hero } from "./hero.js";
import { SmallMatrix } from "./small_matrix.js";
import { Switches } from "./switches.js";

const QUESTIONS = [
  ["Whose loss stops most labs, and why?", { view: "chokepoints" }],
  ["What does DeepSeek need from the Netherlands?", { view: "why", root: "lab:deepseek", to: "country:NLD" }],
  ["What falls if Taiwan is cut off?", { view: "chokepoints", selected: "country:TWN" }],
  [
    "How did Indonesia's and the UAE's alignment change?",
    { view: "timeline", mode: "countries", root: "country:IDN", beside: "country:ARE" },
  ],
  ["Which countries are contested?", { view: "spheres", mode: "countries" }],
  ["Is HBM more concentrated than foundries?", { view: "concentration", inputs: "input:hbm,input:foundry-services" }],
  [
    "Who says GLM-5 was trained on Ascend, and who disputes it?",
    { view: "why", root: "model:glm-5", to: "company:huawei", evidence: "model:glm-5~training chips" },
  ],
  ["US and China spheres, layer by layer", { view: "spheres" }],
  ["What does Claude Opus 4.5 rest on?", { view: "dependencies", root: "model:claude-opus-4-5" }],
  ["Ask in Cypher, see the graph", { view: "cypher", mode: "shortest-path" }],
];

export function Home({ state, go }) {
  return html`<div class="home"><section class="first"><h2>What AI models ultimately rest on</h2>
    <${Search} state=${state} go=${go} large=${true} />
    <div class="lead"><${Hero} state=${state} go=${go} />
      <section class="questions" aria-label="Questions"><h3>Ask</h3><ul>${QUESTIONS.map(([text, change]) => html`<li><${Go} state=${state} go=${go} change=${opened(state, change)}>${text}<//></li>`)}</ul></section></div></section>
    <${Findings} state=${state} go=${go} />
    <${Switches} state=${state} go=${go} />
    <div class="pair"><${SmallMatrix} state=${state} go=${go} /><${Between} state=${state} go=${go} /></div>
    <${Changed} state=${state} go=${go} />
    <${Coverage} state=${state} go=${go} /></div>`;
}

const total = (counts) => Object.values(counts).reduce((a, b) => a + b, 0);

function Coverage({ state, go }) {
  const query = common(state);
  const { data, error } = useAnswer(() => ask("/v1/report", query), [JSON.stringify(query)]);
  if (error) return html`<${Failure} error=${error} state=${state} go=${go} />`;
  if (!data) return html`<${Loading} what="coverage" />`;
  return html`<section aria-label="Coverage"><h3>What is in it</h3>
    <p>${total(data.nodes_by_kind).toLocaleString("en")} entities and ${total(data.edges_by_kind).toLocaleString("en")} relations between them. How the claims of relations were checked (Sources counts those of entities too):
      ${Object.entries(data.checked)
        .map(([how, count]) => ` ${count.toLocaleString("en")} ${how}`)
        .join(",")}.
      Of ${data.needs.toLocaleString("en")} needs, ${data.needs_closed.toLocaleString("en")} have a list of suppliers that is known to be complete.${" "}
      <${Go} state=${state} go=${go} change=${opened(state, { view: "sources" })}>Where the facts come from<//></p>
    <details><summary>Entities by kind</summary><dl class="counts">${Object.entries(data.nodes_by_kind).map(([kind, count]) => html`<div><dt>${kindNames(kind)}</dt><dd>${count.toLocaleString("en")}</dd></div>`)}</dl></details>
    <${Basis} meta=${data.meta} /></section>`;
}
