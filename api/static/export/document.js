// A page of its own, for passing on: picture, every figure, sources, version. No script, nothing fetched.

import { LIGHT } from "../palette.js";

const STYLE = `body{font:15px/1.45 system-ui,sans-serif;color:${LIGHT.ink};background:${LIGHT.paper};max-width:75rem;margin:1.5rem auto;padding:0 1rem}
svg{max-width:100%;height:auto}table{border-collapse:collapse;font-size:.9em}th,td{text-align:left;padding:.25rem .6rem;border-bottom:1px solid ${LIGHT.edge};vertical-align:top}
.scroll{overflow:auto}td.number{text-align:right;font-variant-numeric:tabular-nums}li{overflow-wrap:anywhere}.dim{color:${LIGHT.dim}}`;

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const safe = (text) => String(text ?? "").replace(/[&<>"']/g, (letter) => ESCAPES[letter]);

/** @param {{title: string, basis: string, picture?: string, table?: {columns: string[], rows: Record<string, any>[]}, answer?: any, address: string}} content */
export function page({ title, basis, picture, table, answer, address }) {
  const sources = Object.values(answer?.sources ?? {});
  const assumptions = answer?.meta?.assumptions ?? [];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${safe(title)}</title><style>${STYLE}</style></head>
<body><h1>${safe(title)}</h1><p class="dim">${safe(basis)}</p>
${picture ?? ""}
${table ? tableText(table) : ""}
${assumptions.length ? `<h2>Assumptions</h2><ul>${assumptions.map((text) => `<li>${safe(text)}</li>`).join("")}</ul>` : ""}
${sources.length ? `<h2>${sources.length} sources</h2><ul>${sources.map(sourceText).join("\n")}</ul>` : ""}
<p class="dim">Made with Supplygraph from <a href="${safe(address)}">${safe(address)}</a></p></body></html>
`;
}

function tableText({ columns, rows }) {
  const cell = (value) =>
    typeof value === "number"
      ? `<td class="number">${Number(value.toPrecision(6))}</td>`
      : `<td>${safe(Array.isArray(value) ? value.join(", ") : value)}</td>`;
  return `<h2>Every figure</h2><div class="scroll"><table><thead><tr>${columns.map((name) => `<th>${safe(name.replaceAll("_", " "))}</th>`).join("")}</tr></thead>
<tbody>${rows.map((row) => `<tr>${columns.map((name) => cell(row[name])).join("")}</tr>`).join("\n")}</tbody></table></div>`;
}

function sourceText(source) {
  const title = /^https?:/.test(source.url ?? "")
    ? `<a href="${safe(source.url)}">${safe(source.title)}</a>`
    : safe(source.title);
  return `<li>${title}, ${safe(source.publisher)}, ${safe(source.published_on ?? "undated")}; ${safe(source.licence ?? "licence not stated")}</li>`;
}
