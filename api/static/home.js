// What this is, what it covers, and questions to click.

import { ask } from "./api.js";
import { Basis, Failure, Go, Loading, useAnswer } from "./parts.js";
import { html } from "./vendor/htm-preact.js";

const QUESTIONS = [
  ["What does Claude Opus 4.5 rest on?", { view: "dependencies", root: "model:claude-opus-4-5" }],
  ["What does GLM-5, said to be trained on Chinese chips, rest on?", { view: "dependencies", root: "model:glm-5" }],
  [
    "What falls if Taiwan is cut off from DeepSeek-V3's chain?",
    { view: "dependencies", root: "model:deepseek-v3", out: "country:TWN" },
  ],
  ["What rests on ASML?", { view: "dependencies", root: "company:asml", direction: "down" }],
  ["How much of each sphere rests on the other?", { view: "spheres" }],
  ["Where do clouds of both poles stand?", { view: "map", layer: "clouds" }],
  [
    "Who makes the Ascend 910C, and who says so?",
    { view: "dependencies", root: "chip:huawei-ascend-910c", selected: "chip:huawei-ascend-910c" },
  ],
];

export function Home({ state, go }) {
  const { data, error, loading } = useAnswer(() => ask("/v1/report"), []);
  return html`<div class="home"><section><h2>What AI models ultimately rest on</h2>
    <p>Models need labs, labs need clouds, clouds need chips, chips need foundries, tools and materials, and all of
    them stand in somebody's country. Every need must be met, by any of its suppliers: that is how this page finds
    single points of failure, and tells the only supplier from the only one in our data.</p>
    <ol class="questions">${QUESTIONS.map(([text, change]) => html`<li><${Go} state=${state} go=${go} change=${change}>${text}<//></li>`)}</ol></section>
    <section aria-label="Coverage"><h2>What is in it</h2>
    ${loading && html`<${Loading} what="coverage" />`}
    ${error && html`<${Failure} error=${error} state=${state} go=${go} />`}
    ${
      data &&
      html`<dl class="counts">${Object.entries(data.nodes_by_kind).map(([kind, count]) => html`<div><dt>${kind}</dt><dd>${count.toLocaleString("en")}</dd></div>`)}</dl>
      <p>${Object.values(data.edges_by_kind)
        .reduce((a, b) => a + b, 0)
        .toLocaleString("en")} relations. How their claims were checked:
      ${Object.entries(data.checked)
        .map(([how, count]) => ` ${count.toLocaleString("en")} ${how}`)
        .join(",")}.
      Of ${data.needs.toLocaleString("en")} needs, ${data.needs_closed.toLocaleString("en")} have a list of suppliers that is known to be complete.</p>
      <${Basis} meta=${data.meta} />`
    }</section></div>`;
}
