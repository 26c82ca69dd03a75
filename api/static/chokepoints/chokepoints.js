// A league table: whose loss stops how many, at each horizon; what is certain apart from likely and possible.

import { ask } from "../api.js";
import { Export } from "../export/menu.js";
import { Basis, Choice, Failure, Go, Loading, useAnswer } from "../parts.js";
import { Same } from "../same.js";
import { Scroll } from "../scroll.js";
import { opened } from "../state.js";
import { html, useState } from "../vendor/htm-preact.js";
import { Bar, BarKey, measured, Told } from "./bar.js";
import { Beside, useBeside } from "./beside.js";
import { headline } from "./headline.js";
import { questionOf, TARGETS, TIMES, things } from "./question.js";
import { Stopped } from "./stopped.js";

const FIRST = 15;
const OVER = [
  ["country", "countries"],
  ["company", "companies"],
];
const ACTIONS = [
  ["collapse", "is lost"],
  ["ban", "stops supplying"],
];

/** Who likely stops some; of the others it is only possible, for all that is known. */
async function leagueOf(query) {
  const answer = await ask("/v1/headlines", { ...query, limit: "500" });
  const rows = answer.rows.filter((row) => Object.keys(TIMES).some((time) => row[time].likely > 0));
  return { ...answer, rows, onlyPossible: answer.rows.length - rows.length };
}

export function Chokepoints({ state, go }) {
  const [all, setAll] = useState(false);
  const query = questionOf(state);
  const { data, error } = useAnswer(() => leagueOf(query), [JSON.stringify(query)]);
  const others = useBeside(state);
  const counted = things(state.targets);
  const shown = all ? (data?.rows ?? []) : (data?.rows ?? []).slice(0, FIRST);
  const title = data ? headline(data, state) : "Whose loss stops most";
  return html`<div class="wide"><div class="bar"><h2>${title}</h2>
      <${Export} name="chokepoints" title=${title} answer=${data} table=${data && table(data.rows)} path="/v1/headlines" query=${query} /></div>
    <p class="bar"><${Choice} name="Who" value=${state.over} values=${OVER} onChoose=${(over) => go({ ...state, over, selected: "" })} />
      <${Choice} name="What happens" value=${state.action} values=${ACTIONS} onChoose=${(action) => go({ ...state, action, selected: "" })} />
      <${Choice} name="Counted" value=${state.targets} values=${TARGETS} onChoose=${(targets) => go({ ...state, targets, selected: "" })} /></p>
    ${error && html`<${Failure} error=${error} state=${state} go=${go} />`}
    ${!data && !error && html`<${Loading} what="the league table" />`}
    ${
      data &&
      html`<${BarKey} called=${counted} notKnown=${data.weight_not_known ?? data.not_known} />
      <${Scroll} label="League table"><table class="league"><thead><tr><th>${state.over === "company" ? "Company" : "Country"}</th>${Object.values(TIMES).map((name) => html`<th class="horizon">${name}</th>`)}</tr></thead>
      <tbody>${shown.map((row) => html`<${Row} key=${row.id} row=${row} data=${data} others=${others} state=${state} go=${go} />`)}</tbody></table><//>
      ${data.rows.length > FIRST && html`<p><button type="button" aria-pressed=${all} onClick=${() => setAll(!all)}>${all ? `Show the first ${FIRST}` : `Show all ${data.rows.length}`}</button></p>`}
      ${data.rows.length === 0 && html`<p role="status">None stops any of them alone, as far as is known.</p>`}
      <p class="dim">Stopped: more than half of what it runs on is lost, or half for certain, and nothing replaces it. Its own home is no finding: ${counted} seated in the country itself are left out of its count. The thin bars and the percentages: the same for what else is counted, likely and in brackets from certain to possible, or these first where they lie more than half apart; computing power is that of the large data centres whose size is known.${data.onlyPossible > 0 ? ` ${data.onlyPossible} more could stop some if only the suppliers that we know existed.` : ""}</p>
      <${Basis} meta=${data.meta} sources=${data.sources} />`
    }
    <${Same} state=${state} go=${go} path="/v1/headlines" query=${query} /></div>`;
}

function Row({ row, data, others, state, go }) {
  const open = state.selected === row.id;
  return html`<tr class=${open ? "chosen" : ""}><th scope="row"><${Go} state=${state} go=${go} change=${opened(state, { view: "profile", root: row.id })}>${row.name}<//>
      <div><button type="button" class="plain" aria-expanded=${open} aria-label=${`Which ${things(state.targets)} stop without ${row.name}`} onClick=${() => go({ ...state, selected: open ? "" : row.id })}>${open ? "▾" : "▸"} which</button></div></th>
    ${Object.keys(TIMES).map(
      (
        time,
      ) => html`<td class="horizon"><${Bar} at=${measured(data, row, time)} label=${`${row.name}, ${TIMES[time]}`} /><${Told} at=${measured(data, row, time)} />${" "}
      ${row[time].example && html`<${Go} class="dim" state=${state} go=${go} change=${opened(state, { view: "why", root: row[time].example, to: row.id, horizon: time })} aria-label=${`Why, for ${row.name}: ${TIMES[time]}`} title=${row[time].why}>why?<//>`}
      <${Beside} others=${others} id=${row.id} name=${row.name} time=${time} /></td>`,
    )}</tr>
    ${open && html`<tr class="chosen"><td colspan="4"><${Stopped} row=${row} state=${state} go=${go} /></td></tr>`}`;
}

function table(rows) {
  const times = Object.keys(TIMES);
  const kinds = ["certain", "likely", "possible", "of", "own"];
  const valued = (at, kind) => (at.weight ?? at)[kind];
  const flat = rows.map((row) => ({
    id: row.id,
    name: row.name,
    ...Object.fromEntries(times.flatMap((time) => kinds.map((kind) => [`${time}_${kind}`, valued(row[time], kind)]))),
    why: row.make.why ?? row.grow.why ?? row.run.why,
  }));
  return {
    columns: ["id", "name", ...times.flatMap((time) => kinds.map((kind) => `${time}_${kind}`)), "why"],
    rows: flat,
  };
}
