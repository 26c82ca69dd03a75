// Series that the debate turns on: our points, and what others have published, side by side.

import { ask } from "../api.js";
import { Export } from "../export/menu.js";
import { Named } from "../names.js";
import { amount, axis } from "../numbers.js";
import { Basis, Choice, Failure, Loading, useAnswer } from "../parts.js";
import { Same } from "../same.js";
import { Scroll } from "../scroll.js";
import { number, SPHERES, sphereName } from "../shares.js";
import { common } from "../state.js";
import { html } from "../vendor/htm-preact.js";

const [WIDTH, HEIGHT, LEFT, BOTTOM, KEY] = [900, 300, 56, 60, 165];
const SHAPES = [
  "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z",
  "m-4 -4h8v8h-8z",
  "m0 -5l5 9h-10z",
  "m0 -5l4 5l-4 5l-4 -5z",
  "m-5 -2h10v4h-10z",
];
const NAMES = {
  "models that the ranking does not name": "not named by the ranking",
  "named models of shared or unknown sphere": "named, sphere not known",
};
const MARKS = { read: "page read", file: "from a data file", recalled: "recalled: page not opened" };
const SHOWN = 200;
const digits = (value) => String(Number(value.toPrecision(3)));
const shownValue = ({ value, low, high }) => {
  if (low == null || high == null || low === high) return value == null ? "unknown" : digits(value);
  return value == null ? `${digits(low)} to ${digits(high)}` : `${digits(value)} (${digits(low)} to ${digits(high)})`;
};
/** Where a point is drawn: at its value, or at the least that it may be. */
const drawn = (point) => point.value ?? point.low;

export function Series({ state, go }) {
  const list = useAnswer(() => ask("/v1/series"), []);
  const name = state.series || "capability-lag";
  const query = common(state);
  const { data, error } = useAnswer(() => ask(`/v1/series/${name}`, query), [name, JSON.stringify(query)]);
  const kinds = (list.data?.items ?? []).map((row) => [row.name, row.title]);
  return html`<div class="bar"><h2>Series</h2><${Choice} name="series" value=${name} values=${kinds} onChoose=${(series) => go({ ...state, series: series === "capability-lag" ? "" : series })} />
      ${data && html`<${Export} name=${name} title=${data.title} answer=${data} table=${table(data)} path=${`/v1/series/${name}`} query=${query} />`}</div>
    ${error && html`<${Failure} error=${error} state=${state} go=${go} />`}
    ${!data && !error && html`<${Loading} what="the series" />`}
    ${
      data &&
      html`<h3>${data.title}</h3><p>${data.definition[0].toUpperCase()}${data.definition.slice(1)}. Unit: ${data.unit}${data.benchmark && html`; scores of <${Named} text=${data.benchmark} />`}.</p>
      <p class="dim">Counted: ${data.population}.${data.differs && html` Why others differ: ${data.differs}.`}</p>
      ${data.reason && html`<p class="notice" role="status">No points of our own: ${data.reason}.</p>`}
      <${Summary} data=${data} /><${Chart} data=${data} /><${Points} points=${data.points} /><${Published} data=${data} />
      <${Basis} meta=${data.meta} sources=${data.sources} />`
    }
    <${Same} state=${state} go=${go} path=${`/v1/series/${name}`} query=${query} />`;
}

function Summary({ data }) {
  const said = [
    ...Object.entries(data.summary).map(([what, value]) => `${what.replaceAll("_", " ")} ${number(value)}`),
    ...Object.entries(data.counts).map(([what, count]) => `${count.toLocaleString("en")} ${what}`),
  ];
  return said.length > 0 && html`<p class="dim">${said.join(" · ")}</p>`;
}

/** Points over time, where all are in one unit and in few groups. A line joins neighbouring periods of one sphere only:
 * between two records, over a gap, or between two sources for one period nothing is known. */
function Chart({ data }) {
  const timed = data.points.filter((point) => (point.at ?? point.period) && drawn(point) != null);
  const groups = [...new Set(timed.map((point) => point.group))];
  if (timed.length < 6 || new Set(timed.map((point) => point.unit)).size !== 1 || groups.length > SHAPES.length)
    return null;
  const years = timed.map(year);
  const [first, last] = [Math.min(...years), Math.max(...years)];
  const values = timed.flatMap((point) => [drawn(point), point.high ?? drawn(point)]);
  const marks = axis(Math.min(0, ...values), Math.max(...values));
  const [low, high] = [marks[0], marks.at(-1)];
  const x = (at) => LEFT + ((at - first) / Math.max(last - first, 0.01)) * (WIDTH - LEFT - 30);
  const y = (value) => 12 + ((high - value) / Math.max(high - low, 1e-9)) * (HEIGHT - BOTTOM - 12);
  const ticks = Array.from(
    { length: Math.max(0, Math.floor(last) - Math.ceil(first) + 1) },
    (_, at) => Math.ceil(first) + at,
  );
  const kind = (group) => (SPHERES.includes(group) ? group : "none");
  return html`<${Scroll} label="Chart"><svg class="chart long figure" viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label=${`${data.title}; the table below has every figure`}>
    ${marks.map((value) => html`<g><line class="grid" x1=${LEFT} x2=${WIDTH - 12} y1=${y(value)} y2=${y(value)} /><text class="tick left" x=${LEFT - 6} y=${y(value) + 4}>${amount(value)}</text></g>`)}
    ${ticks.map((tick) => html`<text class="tick" x=${x(tick)} y=${HEIGHT - 34}>${tick}</text>`)}
    ${groups.map((group, at) => {
      const points = timed.filter((point) => point.group === group);
      return html`<g class=${`series ${kind(group)}`}>${kind(group) !== "none" && joined(points).map(([from, to]) => html`<line x1=${x(year(from))} y1=${y(drawn(from))} x2=${x(year(to))} y2=${y(drawn(to))} />`)}
        ${points.map((point) => html`${point.high > point.low && html`<line class="range" x1=${x(year(point))} x2=${x(year(point))} y1=${y(point.low)} y2=${y(point.high)} />`}<path d=${`M${x(year(point))} ${y(drawn(point))}${SHAPES[at]}`}><title>${sphereName(group)}, ${point.at ?? point.period}: ${shownValue(point)}${point.denominator ? ` of ${point.denominator}` : ""}</title></path>`)}
        <path d=${`M${LEFT + 8 + at * KEY} ${HEIGHT - 12}${SHAPES[at]}`} /><text x=${LEFT + 18 + at * KEY} y=${HEIGHT - 8}>${(NAMES[group] ?? sphereName(group)).slice(0, 26)}</text></g>`;
    })}</svg><//>`;
}

/** A period stands at its middle, a day at itself. */
function year(point) {
  const [y, m, d] = (point.at ?? point.period).slice(0, 10).split("-").map(Number);
  return y + (m ? (m - 1 + (d ? (d - 1) / 31 : 0.5)) / 12 : 0.5);
}

/** Pairs of points that a line may join: neighbouring periods of the same length, one figure each. */
function joined(points) {
  const lengths = Map.groupBy(
    points.filter((point) => point.period),
    (point) => point.period.length,
  );
  return [...lengths].flatMap(([length, row]) =>
    row.slice(1).flatMap((point, at) => {
      const gap = year(point) - year(row[at]);
      return gap > 0 && gap < (length === 4 ? 1.01 : 0.1) ? [[row[at], point]] : [];
    }),
  );
}

function Points({ points }) {
  if (points.length === 0) return null;
  return html`<${Scroll} label="Points"><table><caption>What follows from our facts</caption><thead><tr><th>When</th><th>Of</th><th class="number">Value</th><th>Unit, basis</th><th>Of what (denominator)</th><th>Behind it</th></tr></thead>
    <tbody>${points.slice(0, SHOWN).map(
      (
        point,
      ) => html`<tr><td class="when">${point.at ?? point.period ?? "–"}</td><td>${sphereName(point.group)}</td><td class="number">${shownValue(point)}</td><td>${[point.unit, point.basis].filter(Boolean).join("; ")}</td><td>${point.denominator ?? "–"}</td>
      <td class="dim"><${Named} text=${[point.label, point.compared_with && `against ${point.compared_with}`, point.note].filter(Boolean).join("; ")} /></td></tr>`,
    )}</tbody></table><//>
    ${points.length > SHOWN && html`<p class="dim">the first ${SHOWN} of ${points.length}; all are in the CSV</p>`}`;
}

function Published({ data }) {
  if (data.published.length === 0) return null;
  return html`<${Scroll} label="Published"><table><caption>What others have published; none is preferred</caption><thead><tr><th>Statement</th><th class="number">Value</th><th>Unit, of what</th><th>Period</th><th>Source</th></tr></thead>
    <tbody>${data.published.map((row) => {
      const source = data.sources[row.source];
      return html`<tr><td><${Named} text=${row.statement} /><div class="dim"><${Named} text=${[row.as_reported && `“${row.as_reported}”`, row.note].filter(Boolean).join(" ")} /></div></td><td class="number">${row.value == null ? "–" : shownValue(row)}</td>
      <td>${[row.unit, row.denominator].filter(Boolean).join("; ")}</td><td>${row.period ?? "–"}</td>
      <td>${source ? html`<a href=${/^https?:/.test(source.url) ? source.url : undefined} rel="noreferrer" target="_blank">${source.title}</a>` : row.source}<div class="dim">${source?.publisher}, ${row.published_on ?? "undated"} · ${MARKS[row.checked]} · ${row.confidence}</div></td></tr>`;
    })}</tbody></table><//>`;
}

function table(data) {
  const ours = data.points.map((point) => ({
    origin: "this graph",
    when: point.at ?? point.period,
    of: sphereName(point.group),
    value: point.value,
    low: point.low,
    high: point.high,
    unit: point.unit,
    basis: point.basis,
    denominator: point.denominator,
    behind_it: [point.label, point.compared_with].filter(Boolean),
    note: point.note,
  }));
  const published = data.published.map((row) => ({
    origin: "published",
    when: row.period,
    of: row.subject,
    value: row.value,
    unit: row.unit,
    basis: row.checked,
    denominator: row.denominator,
    behind_it: row.source,
    note: row.statement,
  }));
  return {
    columns: ["origin", "when", "of", "value", "low", "high", "unit", "basis", "denominator", "behind_it", "note"],
    rows: [...ours, ...published],
  };
}
