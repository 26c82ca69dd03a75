// Nodes and relations of an answer as a picture: a band a layer, from uses down to countries; the same answer, the same picture.

import { Scroll } from "../scroll.js";
import { address } from "../state.js";
import { html } from "../vendor/htm-preact.js";

const LAYERS = [
  "uses",
  "models",
  "labs",
  "platforms",
  "clouds",
  "compute sites",
  "chips",
  "inputs",
  "fabs and plants",
  "companies",
  "countries",
  "security structures",
  "policies",
];
const [BOX, HIGH, ACROSS, DOWN, LEFT, BAND] = [158, 30, 14, 16, 110, 44];
const A_ROW = 6;
const MOST = 90;
const NAMED = 24;

const clipped = (text) => (text.length > 21 ? `${text.slice(0, 20)}…` : text);

/** Where each node stands, and the bands. */
function placed(nodes) {
  const [at, bands] = [new Map(), []];
  let y = 12;
  for (const layer of LAYERS) {
    const here = nodes.filter((node) => node.properties.layer === layer);
    here.sort((a, b) => (a.properties.name ?? a.id).localeCompare(b.properties.name ?? b.id));
    if (here.length === 0) continue;
    here.forEach((node, index) => {
      const [row, column] = [Math.floor(index / A_ROW), index % A_ROW];
      const count = Math.min(A_ROW, here.length - row * A_ROW);
      const start = LEFT + ((A_ROW - count) * (BOX + ACROSS)) / 2;
      at.set(node.id, { node, x: start + column * (BOX + ACROSS), y: y + row * (HIGH + DOWN) });
    });
    bands.push({ layer, y });
    y += Math.ceil(here.length / A_ROW) * (HIGH + DOWN) + BAND;
  }
  return { at, bands, tall: y - BAND + 8 };
}

/** A line between two boxes, with the name of the relation where there are few. */
function Line({ from, to, edge, named }) {
  const level = Math.abs(from.y - to.y) < HIGH;
  const down = from.y < to.y;
  const [x1, x2] = [from.x + BOX / 2, to.x + BOX / 2];
  const y1 = level ? from.y : from.y + (down ? HIGH : 0);
  const y2 = level ? to.y : to.y + (down ? 0 : HIGH);
  const bend = level ? y1 - 34 : (y1 + y2) / 2;
  const told = `${from.node.properties.name} ${edge.kind} ${to.node.properties.name}`;
  const { share, confidence } = edge.properties;
  return html`<g class=${`link ${confidence === "disputed" ? "disputed" : ""}`}><title>${told}${share == null ? "" : `, share ${share}`}${confidence ? `, ${confidence}` : ""}</title>
    <path d=${`M${x1} ${y1} C${x1} ${bend} ${x2} ${bend} ${x2} ${y2}`} />
    ${named && html`<text x=${(x1 + x2) / 2} y=${level ? bend + 8 : bend + 3}>${edge.kind.toLowerCase().replaceAll("_", " ")}</text>`}</g>`;
}

function Box({ place: { node, x, y }, state, go }) {
  const target = { ...state, view: "dependencies", root: node.id, selected: "", q: "", parameters: "" };
  const follow = (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    go(target);
  };
  const name = node.properties.name ?? node.id;
  return html`<a href=${address(target)} onClick=${follow} class="box"><title>${name}</title><rect x=${x} y=${y} width=${BOX} height=${HIGH} rx="6" /><text x=${x + BOX / 2} y=${y + 19}>${clipped(name)}</text></a>`;
}

/** @param {{graph: {nodes: any[], relationships: any[]}, state: any, go: any}} of */
export function ResultGraph({ graph, state, go }) {
  const nodes = graph.nodes.slice(0, MOST);
  const { at, bands, tall } = placed(nodes);
  const edges = graph.relationships.filter((edge) => at.has(edge.from) && at.has(edge.to));
  const width = LEFT + A_ROW * (BOX + ACROSS);
  return html`<${Scroll} label="Graph"><svg class="figure result" width=${width} height=${tall} viewBox=${`0 0 ${width} ${tall}`} role="group" aria-label=${`${nodes.length} entities and ${edges.length} relations`}>
    ${bands.map(({ layer, y }) => html`<text class="layer" x="0" y=${y + 19}>${layer}</text>`)}
    ${edges.map((edge) => html`<${Line} from=${at.get(edge.from)} to=${at.get(edge.to)} edge=${edge} named=${edges.length <= NAMED} />`)}
    ${[...at.values()].map((place) => html`<${Box} place=${place} state=${state} go=${go} />`)}</svg><//>
    <p class="legend">${nodes.length} entities, ${edges.length} relations; dashed: disputed.${graph.nodes.length > MOST ? ` ${graph.nodes.length - MOST} more entities are in the table.` : ""}</p>`;
}
