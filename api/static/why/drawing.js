// The card as SVG text: a row of boxes in the wide shape, two columns of text and boxes in the square one.

import { LIGHT } from "../palette.js";

const { ink: INK, dim: DIM, us: BLUE, paper: PAPER, band: BAND, onDark: WHITE } = LIGHT;
const FONT = "system-ui, 'Segoe UI', 'Noto Sans', sans-serif";
const MARGIN = 56;
const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const safe = (text) => text.replace(/[&<>"]/g, (letter) => ESCAPES[letter]);

let measuring;
function widthOf(text, size, bold) {
  measuring ??= document.createElement("canvas").getContext("2d");
  measuring.font = `${bold ? "700 " : ""}${size}px ${FONT}`;
  return measuring.measureText(text).width;
}

/** Lines of a text that fit a width; a word too long for it is cut in two. */
function lines(text, width, size, bold, most = 9) {
  const rows = [""];
  for (const word of text.split(" ")) {
    const tried = rows.at(-1) ? `${rows.at(-1)} ${word}` : word;
    if (widthOf(tried, size, bold) <= width || !rows.at(-1)) rows[rows.length - 1] = tried;
    else rows.push(word);
  }
  if (rows.length > most) {
    rows.length = most;
    rows[most - 1] = `${rows[most - 1].replace(/[ ,.;]+$/, "")} …`;
  }
  return rows;
}

function text(rows, x, y, { size, bold = false, fill = INK, anchor = "start", leading = 1.25 }) {
  return rows
    .map(
      (row, at) =>
        `<text x="${x}" y="${y + at * size * leading}" font-size="${size}" font-weight="${bold ? 700 : 400}" fill="${fill}" text-anchor="${anchor}">${safe(row)}</text>`,
    )
    .join("");
}

const box = (x, y, width, height, kind) =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="8" fill="${kind === "end" ? BLUE : kind === "start" ? BAND : PAPER}" stroke="${BLUE}" stroke-width="2"/>`;

/** @param {{headline: string, means: string, boxes: {name: string, need: string, share: string, others: string}[], legend: string, source: string}} content */
export function cardSvg(content, width, height) {
  const inner = width - 2 * MARGIN;
  const head = lines(content.headline, inner, 44, true, 2);
  const means = lines(content.means, inner, 24, false, 3);
  const legend = lines(content.legend, inner, 17, false, 3);
  const source = lines(content.source, inner, 17, false, 3);
  const top = 40 + head.length * 52 + means.length * 30 + 20;
  const foot = height - 30 - source.length * 21;
  const legendAt = foot - 14 - legend.length * 21;
  const body =
    width > height ? row(content.boxes, top, legendAt - 16, inner) : column(content.boxes, top, legendAt - 20, inner);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="${safe(FONT)}"><title>${safe(content.headline)}</title><rect width="${width}" height="${height}" fill="${PAPER}"/><rect width="${width}" height="10" fill="${BLUE}"/>${text(head, MARGIN, 74, { size: 44, bold: true, leading: 1.16 })}${text(means, MARGIN, 62 + head.length * 52, { size: 24, fill: DIM })}${body}${text(legend, MARGIN, legendAt + 17, { size: 17, fill: DIM, leading: 1.24 })}${text(source, MARGIN, foot + 21, { size: 17, fill: DIM, leading: 1.24 })}</svg>`;
}

const kindOf = (boxes, at) => (at === 0 ? "start" : at === boxes.length - 1 ? "end" : "");

/** Boxes side by side; more than seven stand in two rows, each with room for what stands above and below its boxes. */
function row(boxes, top, bottom, inner) {
  const rows = boxes.length > 7 ? 2 : 1;
  const each = Math.ceil(boxes.length / rows);
  const gap = 22;
  const wide = (inner - gap * (each - 1)) / each;
  const size = wide < 150 ? 18 : 20;
  const band = (bottom - top) / rows;
  const notes = rows === 1 ? 6 : band < 150 ? 1 : 2; // lines below a box
  const room = band - 44 - (rows > 1 ? 12 + notes * 20 : 0);
  return boxes
    .map((one, at) => {
      const x = MARGIN + (at % each) * (wide + gap);
      const y = top + Math.floor(at / each) * band + 44;
      const names = lines(one.name, wide - 16, size, true, 4);
      const tall = Math.min(rows > 1 ? 96 : 130, room);
      const need = lines(one.need, wide + 8, 16, false, 2);
      const below =
        one.share || one.others
          ? lines([one.share, one.others].filter(Boolean).join("; "), wide, 16, false, notes)
          : [];
      const arrow =
        at % each
          ? `<path d="M${x - gap + 4} ${y + tall / 2}h${gap - 12}m-6 -6l7 6l-7 6" fill="none" stroke="${BLUE}" stroke-width="2.5"/>`
          : "";
      return `${text(need, x, y - 10 - (need.length - 1) * 19, { size: 16, fill: DIM, leading: 1.19 })}${box(x, y, wide, tall, kindOf(boxes, at))}${text(names, x + wide / 2, y + tall / 2 + size * 0.36 - ((names.length - 1) * size * 1.18) / 2, { size, bold: true, anchor: "middle", fill: kindOf(boxes, at) === "end" ? WHITE : INK, leading: 1.18 })}${arrow}${text(below, x, y + tall + 24, { size: 16, leading: 1.22 })}`;
    })
    .join("");
}

/** Boxes one below the other, what is said of each beside it. */
function column(boxes, top, bottom, inner) {
  const step = (bottom - top) / boxes.length;
  const tall = Math.min(74, step - 22);
  const wide = inner * 0.42;
  return boxes
    .map((one, at) => {
      const y = top + at * step;
      const names = lines(one.name, wide - 20, 23, true, 2);
      const need = one.need ? `${one.need}${one.share ? `: ${one.share}` : ""}` : "";
      const arrow = at
        ? `<path d="M${MARGIN + wide / 2} ${y - (step - tall) + 3}v${step - tall - 8}m-6 -6l6 7l6 -7" fill="none" stroke="${BLUE}" stroke-width="2.5"/>`
        : "";
      const beside = [
        ...lines(need, inner - wide - 24, 20, true, 1),
        ...(one.others ? lines(one.others, inner - wide - 24, 20, false, 2) : []),
      ].filter(Boolean);
      return `${arrow}${box(MARGIN, y, wide, tall, kindOf(boxes, at))}${text(names, MARGIN + wide / 2, y + tall / 2 + 8 - (names.length - 1) * 13, { size: 23, bold: true, anchor: "middle", fill: kindOf(boxes, at) === "end" ? WHITE : INK, leading: 1.12 })}${text(beside, MARGIN + wide + 24, y + 24, { size: 20, leading: 1.2 })}`;
    })
    .join("");
}
