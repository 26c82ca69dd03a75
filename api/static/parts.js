// Small parts that every view uses.

import { ask } from "./api.js";
import { Named, useNames } from "./names.js";
import { address, DEFAULTS, opened } from "./state.js";
import { useAnswer } from "./use_answer.js";
import { html, useEffect, useState } from "./vendor/htm-preact.js";

export { useAnswer };

/** A link within the page: no reload, but a real address. */
export function Go({ state, change, go, children, ...rest }) {
  const target = { ...state, ...change };
  const follow = (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    go(target);
  };
  return html`<a href=${address(target)} onClick=${follow} ...${rest}>${children}</a>`;
}

/** Said at once; where it takes long, that too is said. */
export function Loading({ what }) {
  const [long, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), 4000);
    return () => clearTimeout(timer);
  }, []);
  return html`<p class="loading" role="status">Loading ${what} …${long ? " This takes a while: it is computed now." : ""}</p>`;
}

/** What went wrong, why, and what to do next. */
export function Failure({ error, state, go }) {
  const ids = (error.suggestions ?? []).filter((text) => text.includes(":"));
  const name = useNames(ids);
  // Where an id is at fault it is said as it was given, and what is near with name and id: links, instead of the question.
  const [said] = (error.message ?? "").split(" Did you mean ");
  return html`<div class="failure" role="alert"><h2>${error.title ?? "Something went wrong"}</h2>
    <p>${ids.length > 0 ? said : html`<${Named} text=${error.message ?? ""} />`}</p>
    ${error.retry && html`<p><button type="button" onClick=${error.retry}>Try again</button></p>`}
    ${
      ids.length > 0 &&
      html`<p>Did you mean</p><ul>${ids.map(
        (id) => html`<li><${Go} state=${state} go=${go}
      change=${opened(state, { view: state.view, root: id })}>${name(id)} (${id})<//></li>`,
      )}</ul>`
    }
    <p><${Go} state=${state} go=${go} change=${DEFAULTS}>Back to the start<//></p></div>`;
}

/** Percent with as many digits as it needs. @param {number | null | undefined} value */
export function percent(value) {
  return value == null ? "unknown" : `${Number((value * 100).toPrecision(3))} %`;
}

const ROUNDING = 1e-9;

/** What is not nothing is never said to be 0, nor what is not all 100. @param {number} value */
function whole(value) {
  if (value > ROUNDING && value < 0.005) return "under 1";
  return value >= 0.995 && value < 1 - ROUNDING ? "over 99" : `${Math.round(value * 100)}`;
}

/** A share in whole percent. @param {number} value */
export function wholePercent(value) {
  return `${whole(value)} %`;
}

/** An interval of shares, or one figure where both ends read the same. @param {[number, number]} pair */
export function percents([low, high]) {
  const [from, to] = [whole(low), whole(high)];
  return from === to ? `${from} %` : `${[from, to].join(/\D/.test(from + to) ? " to " : "–")} %`;
}

const MARKS = { read: "page read", file: "from a data file", recalled: "recalled: page not opened" };

/** One claim with its figure and source. */
export function ClaimLine({ claim, sources, rival = false }) {
  const source = sources[claim.source];
  const figure = [
    claim.share != null && `${percent(claim.share)} ${claim.denominator ?? claim.unit ?? ""}`,
    claim.quantity != null && `${claim.quantity.toLocaleString("en")} ${claim.unit ?? ""}`,
    claim.properties?.quantity_high != null &&
      `range ${[claim.properties.quantity_low, claim.properties.quantity_high].map((end) => end.toLocaleString("en")).join(" to ")}`,
    claim.basis && `basis: ${claim.basis}`,
    claim.period && `period: ${claim.period}`,
    claim.valid_from && `from ${claim.valid_from}`,
    claim.valid_to && `until ${claim.valid_to}`,
  ]
    .filter(Boolean)
    .join(" · ");
  return html`<div class=${`claim ${claim.checked}`}>
    ${rival && html`<b>rival: </b>`}${figure && html`<span>${figure}<br /></span>`}
    <span class="badge">${MARKS[claim.checked]}</span> <span class="badge">${claim.confidence}</span>
    ${claim.own && html` <span class="badge own">your own</span>`}
    ${
      source &&
      html` <a href=${/^https?:/.test(source.url) ? source.url : undefined} rel="noreferrer" target="_blank">${source.title}</a>
      <span class="dim"> ${source.publisher}, ${source.published_on ?? "undated"}</span>`
    }
    ${claim.as_reported && html`<div class="dim">“${claim.as_reported}”</div>`}
    ${claim.note && html`<div class="dim">${claim.note}</div>`}</div>`;
}

/** A choice of a few values. @param {{name: string, value: string, values: (string | [string, string])[], onChoose: (value: string) => void}} of */
export function Choice({ name, value, values, onChoose }) {
  return html`<label>${name} <select onChange=${(event) => onChoose(event.target.value)}>${values.map((one) => {
    const [given, shown] = Array.isArray(one) ? one : [one, one];
    return html`<option value=${given} selected=${given === value}>${shown}</option>`;
  })}</select></label>`;
}

/** What an answer rests on: one line, and behind it the assumptions and the sources. */
export function Basis({ meta, sources }) {
  if (!meta) return null;
  const cited = Object.values(sources ?? {});
  return html`<details class="basis"><summary>As of ${meta.as_of}, lens ${meta.lens}${meta.horizon ? `, horizon ${meta.horizon}` : ""}, graph
    ${" "}${meta.graph_version.slice(0, 12)}${sources ? `, ${cited.length} sources` : ""}${meta.truncated ? ", cut at a limit" : ""}</summary>
    <ul>${meta.assumptions.map((text) => html`<li><${Named} text=${text} /></li>`)}
    ${meta.truncated && html`<li>limit reached: ${JSON.stringify(meta.limits)}</li>`}</ul>
    ${cited.length > 0 && html`<details><summary>${cited.length} sources</summary><ul>${cited.map((source) => html`<li><a href=${/^https?:/.test(source.url) ? source.url : undefined} rel="noreferrer" target="_blank">${source.title}</a>, ${source.publisher}, ${source.published_on ?? "undated"}</li>`)}</ul></details>`}</details>`;
}

/** Data sets that are not in this graph: what only they name is missing from every share. */
export function LeftOut({ state, go }) {
  const { data } = useAnswer(() => ask("/v1/sources"), []);
  const out = (data?.datasets ?? []).filter((row) => row.status !== "loaded");
  if (out.length === 0) return null;
  return html`<div class="notice" role="note">${out.length} of ${data.datasets.length} data sets are not in this graph: what only they name is missing from every share, and whole providers may be.
    ${" "}<${Go} state=${state} go=${go} change=${{ view: "sources" }}>Why, and how to add them<//>
    <details><summary>Which</summary>${out.map((row) => row.title).join("; ")}</details></div>`;
}
