// The tile grid map: one equal square a country, roughly where it lies, so that small states stay visible.

import { LIGHT } from "../palette.js";
import { percent } from "../parts.js";
import { Hatching, SPHERES, spoken } from "../shares.js";
import { html, useEffect, useRef } from "../vendor/htm-preact.js";

const SIZE = 36;
const GAP = 3;
// Colours mixed by share: dark blue, red, and the light ochre of other countries; lightness and letters tell them apart too.
const parts = (colour) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
const PAINT = { US: parts(LIGHT.us), China: parts(LIGHT.china), other: parts(LIGHT.other) };

/** Read the layout: the file is the map, a cell a country. @returns {Promise<{code: string, id: string, column: number, row: number}[]>} */
export async function loadTiles() {
  const text = await (await fetch("/static/map/tiles.csv")).text();
  return text
    .trimEnd()
    .split("\n")
    .flatMap((line, row) =>
      line.split(",").flatMap((code, column) => (code ? [{ code, id: `country:${code}`, column, row }] : [])),
    );
}

/** The colour of shares that sum to 1. @param {Record<string, number>} spheres */
export function blend(spheres) {
  const mixed = [0, 1, 2].map((part) =>
    Math.round(SPHERES.reduce((sum, name) => sum + spheres[name] * PAINT[name][part], 0)),
  );
  return {
    fill: `rgb(${mixed.join(",")})`,
    ink: 0.3 * mixed[0] + 0.59 * mixed[1] + 0.11 * mixed[2] > 140 ? LIGHT.onLight : LIGHT.onDark,
  };
}

/** Whether a share of it may be anything: no colour says so. @param {any} place */
const isOpen = ({ spheres }) => SPHERES.some((name) => spheres[name] === null);

/** Letters that say what the colour says. @param {any} place one country on one layer */
export function mark(place) {
  if (!place?.spheres || isOpen(place)) return "?";
  const { US, China, other } = place.spheres;
  return (US > 0.5 ? "U" : China > 0.5 ? "C" : other > 0.5 ? "o" : "") + (place.hedging ? "±" : "") || "·";
}

/** What a square says aloud. */
export function describe(name, place, counted) {
  if (!place) return `${name}: no ${counted} known here`;
  return `${name}: ${spoken(place.spheres, place.spheres_range)}; ${percent(place.known)} known`;
}

export function TileMap({ tiles, places, names, counted, selected, onSelect, label }) {
  const svg = useRef(null);
  const moved = useRef(false);
  const current = tiles.some((tile) => tile.id === selected) ? selected : "country:USA";
  useEffect(() => {
    if (moved.current) svg.current?.querySelector(`[data-id="${CSS.escape(selected)}"]`)?.focus();
    moved.current = false;
  }, [selected]);
  // On a phone it is a picture: its squares are too small to press, and the table below has a button for every country.
  const small = matchMedia("(max-width: 700px)").matches;
  const keys = (event) => {
    const from = tiles.find((tile) => tile.id === event.target.closest("[data-id]")?.dataset.id);
    const step = { ArrowRight: ["column", 1], ArrowLeft: ["column", -1], ArrowDown: ["row", 1], ArrowUp: ["row", -1] }[
      event.key
    ];
    if (!from || !step) return;
    event.preventDefault();
    const [along, sign] = step;
    const across = along === "row" ? "column" : "row";
    const distance = (tile) => Math.abs(tile[along] - from[along]) + 3 * Math.abs(tile[across] - from[across]);
    const next = tiles
      .filter((tile) => (tile[along] - from[along]) * sign > 0)
      .sort((a, b) => distance(a) - distance(b))[0];
    if (next) {
      moved.current = true;
      onSelect(next.id);
    }
  };
  const [width, height] = ["column", "row"].map(
    (side) => (Math.max(...tiles.map((tile) => tile[side])) + 1) * (SIZE + GAP) + GAP,
  );
  return html`<svg ref=${svg} class=${`tilemap figure ${small ? "small" : ""}`} viewBox=${`0 0 ${width} ${height}`} role=${small ? "img" : "group"} aria-label=${small ? `${label}; the table below has every figure` : label} onKeyDown=${keys}>
    <${Hatching} />
    ${tiles.map(
      (
        tile,
      ) => html`<${Tile} key=${tile.id} tile=${tile} place=${places.get(tile.id)} said=${describe(names.get(tile.id) ?? tile.code, places.get(tile.id), counted)}
      selected=${tile.id === selected} stop=${tile.id === current} small=${small} onSelect=${onSelect} />`,
    )}</svg>`;
}

function Tile({ tile, place, said, selected, stop, small, onSelect }) {
  const [x, y] = [tile.column, tile.row].map((at) => GAP + at * (SIZE + GAP));
  const known = place?.spheres && place.counted && !isOpen(place);
  const { fill, ink } = known ? blend(place.spheres) : {};
  let at = x;
  const strip = (name, width) => {
    const start = at;
    at += width;
    return width > 0 && html`<rect class=${`strip ${name}`} x=${start} y=${y + SIZE - 6} width=${width} height="6" />`;
  };
  const press = (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      onSelect(tile.id);
    }
  };
  const square = html`<title>${said}</title><rect class=${known ? "square" : "square unknown"} x=${x} y=${y} width=${SIZE} height=${SIZE} fill=${fill} />`;
  const frame = html`<rect class="frame" x=${x} y=${y} width=${SIZE} height=${SIZE} />`;
  const look = `tile ${place ? "" : "nothing"} ${selected ? "selected" : ""}`;
  if (small)
    return html`<g class=${look} onClick=${() => onSelect(tile.id)}>${square}
      ${place && html`<text class="mark" x=${x + SIZE / 2} y=${y + SIZE - 5} fill=${ink}>${mark(place).at(-1)}</text>`}${frame}</g>`;
  return html`<g class=${look} role="button" data-id=${tile.id} tabindex=${stop ? 0 : -1}
    aria-label=${said} aria-pressed=${selected} onClick=${() => onSelect(tile.id)} onKeyPress=${press}>${square}
    <text class="code" x=${x + SIZE / 2} y=${y + 14} fill=${ink}>${tile.code}</text>
    ${place && html`<text class="mark" x=${x + SIZE / 2} y=${y + 26} fill=${ink}>${mark(place)}</text>`}
    ${place?.spheres && !isOpen(place) && [...SPHERES.map((name) => strip(name, SIZE * place.known * place.spheres[name])), strip("none", SIZE * (1 - place.known))]}${frame}</g>`;
}
