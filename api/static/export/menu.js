// One menu, in every view: what is on the screen as a file, or as a link.

import { link } from "../api.js";
import { html, useEffect, useRef, useState } from "../vendor/htm-preact.js";
import { csv, stamped } from "./csv.js";
import { page } from "./document.js";
import { png, shownPicture, standalone, svgText } from "./picture.js";

/** What a file says of itself. @param {any} answer */
function basisOf(answer) {
  const { meta, sources = {} } = answer ?? {};
  if (!meta) return answer?.graph_version ? `Graph ${answer.graph_version.slice(0, 12)}. Supplygraph` : "Supplygraph";
  const said = [
    meta.as_of && `As of ${meta.as_of}`,
    meta.known_at && `known at ${meta.known_at}`,
    meta.lens && `lens ${meta.lens}`,
    meta.horizon && `horizon ${meta.horizon}`,
    `graph ${meta.graph_version.slice(0, 12)}`,
    `${Object.keys(sources).length} sources`,
    meta.truncated && "cut at a limit",
  ];
  return `${said.filter(Boolean).join(", ")}. Supplygraph`;
}

/** @param {string} name @param {string | Blob} content @param {string} type */
function save(name, content, type) {
  const target = document.createElement("a");
  target.href = URL.createObjectURL(new Blob([content], { type }));
  target.download = name;
  target.click();
  setTimeout(() => URL.revokeObjectURL(target.href), 1000);
}

/** @param {{name: string, title: string, answer?: any, table?: {columns: string[], rows: object[]}, path?: string, query?: Record<string, string>, drawing?: {path: string, query: Record<string, string>}}} of */
export function Export({ name, title, answer, table, path, query, drawing }) {
  const menu = useRef(null);
  const [picture, setPicture] = useState(false);
  const [said, say] = useState("");
  useEffect(() => setPicture(Boolean(shownPicture()))); // after every change of the view: a picture may have come or gone
  if (!answer && !table && !picture) return null; // nothing is there that could be taken
  const basis = basisOf(answer);
  const drawn = () => standalone(shownPicture(), title, [basis, ...(answer?.meta?.assumptions ?? [])].join("; "));
  const files = {
    SVG: picture && (() => save(`${name}.svg`, svgText(drawn()), "image/svg+xml")),
    PNG: picture && (async () => save(`${name}.png`, await png(drawn()), "image/png")),
    CSV: table && (() => save(`${name}.csv`, csv(stamped(table, answer?.meta)), "text/csv")),
    HTML:
      (table || picture) &&
      (() =>
        save(
          `${name}.html`,
          page({
            title,
            basis,
            picture: picture ? svgText(standalone(shownPicture(), title)) : undefined,
            table,
            answer,
            address: location.href,
          }),
          "text/html",
        )),
  };
  const take = (work) => async () => {
    say("");
    try {
      await work();
      menu.current.open = false;
    } catch (error) {
      say(error.message);
    }
  };
  const copy = async () => {
    await navigator.clipboard.writeText(location.href);
    say("The link is copied.");
  };
  const leave = (event) => {
    if (event.key === "Escape") {
      menu.current.open = false;
      menu.current.querySelector("summary").focus();
    }
  };
  return html`<details class="export" ref=${menu} onKeyDown=${leave} onToggle=${() => say("")}><summary>Export</summary>
    <ul>${Object.entries(files).map(([form, work]) => work && html`<li><button type="button" class="plain" onClick=${take(work)}>${form}</button></li>`)}
      ${
        drawing &&
        [
          ["GraphML", "graphml", "graphml"],
          ["Mermaid", "mermaid", "mmd"],
        ].map(
          ([form, format, ending]) =>
            html`<li><a href=${link(drawing.path, { ...drawing.query, format })} download=${`${name}.${ending}`}>${form}</a></li>`,
        )
      }
      ${path && html`<li><a href=${link(path, query)} target="_blank">JSON</a></li>`}
      <li><button type="button" class="plain" onClick=${take(copy)}>Copy link</button></li></ul>
    <p role="status" class="dim">${said}</p></details>`;
}
