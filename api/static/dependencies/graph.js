// The layered picture. The server lays it out; this draws it, lights paths, and makes nodes buttons.

import { kindName, useNames } from "../names.js";
import { useWider, Wider } from "../scroll.js";
import { SphereKey } from "../shares.js";
import { html, useEffect, useMemo, useRef, useState } from "../vendor/htm-preact.js";

const WEAK = {
  certain: "single point of failure",
  known: "single point of failure as far as we know",
  home: "its own home",
};

function spread(links, from, forward) {
  const next = new Map();
  for (const { start, end } of links) {
    const [a, b] = forward ? [start, end] : [end, start];
    if (!next.has(a)) next.set(a, []);
    next.get(a).push(b);
  }
  const seen = new Set([from]);
  // A collapsed box stands for many nodes: what leads in and what leads out need not be the same ones.
  for (const id of seen)
    if (id === from || !id.startsWith("more:")) for (const other of next.get(id) ?? []) seen.add(other);
  return seen;
}

function describe(box, fallen, degraded, nameOf) {
  const parts = [box.name, box.kind ? kindName(box.kind) : "collapsed", box.countries.map(nameOf).join(" and ")];
  if (box.weak) parts.push(WEAK[box.weak]);
  if (!box.there) parts.push("not there on the day");
  if (fallen.has(box.id)) parts.push("falls");
  else if (degraded.has(box.id)) parts.push("degraded");
  return parts.filter(Boolean).join(", ");
}

export function Graph({ drawing, selected, onSelect, fallen, degraded, operating, out }) {
  const [zoom, setZoom] = useState(1);
  const frame = useRef(null);
  const wider = useWider(frame);
  const [left, setLeft] = useState(0); // names of layers stay in view
  const nameOf = useNames(drawing.boxes.flatMap((box) => box.countries));
  const focus = useRef(null);
  const lit = useMemo(() => {
    if (!selected || !drawing.boxes.some((box) => box.id === selected)) return null;
    return { up: spread(drawing.links, selected, true), down: spread(drawing.links, selected, false) };
  }, [drawing, selected]);
  const shines = (link) =>
    lit && ((lit.up.has(link.start) && lit.up.has(link.end)) || (lit.down.has(link.start) && lit.down.has(link.end)));
  const dims = (id) => lit && !lit.up.has(id) && !lit.down.has(id);
  const current = drawing.boxes.some((box) => box.id === selected) ? selected : drawing.root;
  // Who runs a site may go on though what it supplies itself falls.
  const cut = (id, asOperator) => fallen.has(id) && !(asOperator && operating.has(id));
  const keys = (event) => {
    const box = drawing.boxes.find((one) => one.id === (event.target.dataset.id ?? current));
    const step = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
    if (!box || !step) return;
    event.preventDefault();
    const ahead = drawing.boxes.filter((one) =>
      step[0] ? one.y === box.y && (one.x - box.x) * step[0] > 0 : (one.y - box.y) * step[1] > 0,
    );
    const near = ahead.sort(
      (a, b) => Math.abs(a.y - box.y) * 9 + Math.abs(a.x - box.x) - Math.abs(b.y - box.y) * 9 - Math.abs(b.x - box.x),
    )[0];
    if (near) {
      focus.current = near.id;
      onSelect(near.id);
    }
  };
  const svg = useRef(null);
  useEffect(() => {
    if (focus.current) svg.current?.querySelector(`[data-id="${CSS.escape(focus.current)}"]`)?.focus();
    focus.current = null;
  }, [selected]);
  const size = { width: drawing.width * zoom, height: drawing.height * zoom };
  useEffect(() => {
    // What is asked about stays in view, whatever the size.
    const root = drawing.boxes.find((box) => box.id === drawing.root);
    if (root) frame.current.scrollLeft = root.x * zoom - frame.current.clientWidth / 2;
  }, [drawing, zoom]);
  const fitted = () => setZoom(Math.min(1, (frame.current.clientWidth - 2) / drawing.width));
  return html`<div class="graph"><div class="tools" role="group" aria-label="Size of the picture"><button type="button" aria-label="Smaller" onClick=${() => setZoom(Math.max(0.3, zoom / 1.25))}>−</button>
      <button type="button" aria-label="Larger" onClick=${() => setZoom(Math.min(3, zoom * 1.25))}>+</button>
      <button type="button" onClick=${fitted}>Fit width</button><button type="button" aria-pressed=${zoom === 1} onClick=${() => setZoom(1)}>Full size</button></div>
    ${wider && html`<${Wider} />`}<div class="scroll" tabindex="-1" ref=${frame} onScroll=${(event) => setLeft(event.currentTarget.scrollLeft / zoom)}><svg ref=${svg} class="figure" viewBox=${`0 0 ${drawing.width} ${drawing.height}`} ...${size} role="group" aria-label="Layered picture of dependencies" onKeyDown=${keys}>
    ${drawing.bands.map((band, number) => number % 2 === 0 && html`<rect aria-hidden="true" class="band" y=${band.y - ABOVE} width=${drawing.width} height=${band.height + 28} />`)}
    <g aria-hidden="true">${drawing.links.map((link) => html`<path class=${`link ${shines(link) ? "lit" : ""} ${cut(link.end, link.by_operator) ? "cut" : ""} ${lit && !shines(link) ? "faint" : ""} ${link.there ? "" : "absent"} ${link.caveat ? "caveat" : ""}`} d=${link.path}>${link.caveat && html`<title>${link.caveat}</title>`}</path>`)}
    ${drawing.pills.map(
      (
        pill,
      ) => html`<g class=${`${dims(pill.id) ? "faint" : ""} ${pill.there ? "" : "absent"}`}><rect class=${`pill ${pill.suppliers.every((id) => cut(id, pill.by_operators)) ? "cut" : ""}`} x=${pill.x - pill.width / 2} y=${pill.y - pill.height / 2} width=${pill.width} height=${pill.height} rx="9" />
      <text class="need" x=${pill.x} y=${pill.y + 4}>${pill.label}</text></g>`,
    )}</g>
    ${drawing.bands.map((band, number) => html`<${BandName} band=${band} striped=${number % 2 === 0} left=${left} />`)}
    ${drawing.boxes.map(
      (box) =>
        html`<${Box} key=${box.id} box=${box} said=${describe(box, fallen, degraded, nameOf)} chosen=${box.id === selected} first=${box.id === current} faint=${dims(box.id)}
          state=${fallen.has(box.id) ? "fallen" : degraded.has(box.id) ? "degraded" : ""} out=${out.has(box.id)} onSelect=${onSelect} />`,
    )}</svg></div>
    <p class="legend"><${SphereKey} />
      <span class="key mixed"></span>several <span class="key none"></span>unknown · <span class="triangle">▲</span> single point of failure, <span class="triangle">△</span> as far as we know ${drawing.boxes.some((box) => !box.there) && "· pale and dotted: not there on the day "}${fallen.size > 0 && "· struck out: falls; thick frame: degraded "}· a pill means any of its suppliers will do; a line without one means nothing else will${drawing.legend && ` · dotted lines: ${drawing.legend}`}</p></div>`;
}

function Box({ box, said, chosen, first, faint, state, out, onSelect }) {
  const [left, top] = [box.x - box.width / 2, box.y - box.height / 2];
  const colour = box.collapsed.length ? "more" : (box.sphere ?? (box.countries.length ? "mixed" : "none"));
  const keys = (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    onSelect(box.id);
  };
  return html`<g class=${["box", colour, state, chosen && "selected", faint && "faint", !box.there && "absent"].filter(Boolean).join(" ")} role="button" data-id=${box.id}
      tabindex=${first ? 0 : -1} aria-label=${said} aria-pressed=${chosen} onClick=${() => onSelect(box.id)} onKeyPress=${keys}>
    <title>${said}</title><rect x=${left} y=${top} width=${box.width} height=${box.height} rx="4" />
    <text x=${box.x} y=${box.y + 4}>${(out ? "✕ " : "") + box.label}</text>
    ${(box.weak === "certain" || box.weak === "known") && html`<path class=${`weak ${box.weak}`} d=${`M${left + box.width - 3} ${top - 6}l7 12h-14z`} />`}</g>`;
}

const LETTER = 8.2; // width of a capital of a layer's name
const ABOVE = 20; // of a row of boxes: a name of 13 with its triangles below it, less than what lies between rows

/** The name of a layer stays in view when the picture is moved sideways: above the boxes, so that it covers none, nor a triangle. */
function BandName({ band, striped, left }) {
  return html`<g aria-hidden="true" style=${{ transform: `translateX(${left}px)` }}><rect class=${`backing ${striped ? "striped" : ""}`} y=${band.y - ABOVE} width=${band.label.length * LETTER + 12} height="13" />
    <text class="bandname" x="8" y=${band.y - ABOVE + 10}>${band.label}</text></g>`;
}
