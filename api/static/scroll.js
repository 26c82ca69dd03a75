// What may be wider than the window: it says so; and on a phone the rows of a table are stacked, each figure under its head.

import { html, useEffect, useRef, useState } from "./vendor/htm-preact.js";

/** Give every cell the head of its column: where rows are stacked, the style sheet sets it before the figure. */
function giveHeads(table) {
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])].flatMap((cell) =>
    Array(cell.colSpan).fill(cell.textContent.trim()),
  );
  for (const row of [...table.tBodies].flatMap((body) => [...body.rows])) {
    let at = 0;
    for (const cell of row.cells) {
      cell.dataset.head = heads[at] ?? "";
      at += cell.colSpan;
    }
  }
}

/** Whether an element has more than it shows, after every change of it and of the window. */
export function useWider(element) {
  const [wider, setWider] = useState(false);
  const measure = () => setWider(element.current.scrollWidth > element.current.clientWidth + 1);
  useEffect(measure);
  useEffect(() => {
    addEventListener("resize", measure);
    return () => removeEventListener("resize", measure);
  }, []);
  return wider;
}

export const Wider = () => html`<p class="wider">↔ wider than the window: there is more to the right</p>`;

/** @param {{label: string, stale?: boolean, children: any}} of */
export function Scroll({ label, stale = false, children }) {
  const frame = useRef(null);
  useEffect(() => {
    for (const table of frame.current.querySelectorAll("table")) giveHeads(table);
  });
  const wider = useWider(frame);
  return html`${wider && html`<${Wider} />`}<div class=${`scroll ${stale ? "stale" : ""}`} tabindex="0" role="region" aria-label=${label} ref=${frame}>${children}</div>`;
}
