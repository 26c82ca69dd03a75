// The picture on the screen as a file of its own: every colour is written into it, so it needs no style sheet.

const PAINTED = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "fill-opacity",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
  "text-decoration",
  "text-transform",
];
const NAMESPACE = "http://www.w3.org/2000/svg";
const [LINE, MARGIN, LETTER] = [15, 8, 6.2];

/** The picture of the view that is open, if it has one. @returns {SVGSVGElement | null} */
export const shownPicture = () => document.querySelector("main svg.figure");

/** Do something in the light theme: a file looks the same whoever makes it. @template T @param {() => T} work @returns {T} */
function inLight(work) {
  const { dataset } = document.documentElement;
  const before = dataset.theme;
  document.documentElement.classList.add("still"); // or transitions would give the colours in between
  dataset.theme = "light";
  try {
    return work();
  } finally {
    dataset.theme = before ?? "auto";
    document.documentElement.classList.remove("still");
  }
}

/** Copy a picture, with its title above, its legend and what it rests on below.
 * @param {SVGSVGElement} svg @param {string} title @param {string} [basis] */
export const standalone = (svg, title, basis = "") => inLight(() => whole(svg, title, basis));

function whole(svg, title, basis) {
  const { width, height } = svg.viewBox.baseVal;
  const style = getComputedStyle(document.body);
  const below = [...legendRows(width), ...wrapped(basis, width).map((text) => [{ x: MARGIN, text }])];
  const tall = height + (below.length + 1) * LINE + 3 * MARGIN;
  const sheet = drawn("svg", {
    xmlns: NAMESPACE,
    width,
    height: tall,
    viewBox: `0 0 ${width} ${tall}`,
    role: "img",
    "aria-label": title,
  });
  sheet.append(
    drawn("rect", { width, height: tall, fill: style.backgroundColor }),
    words(title, MARGIN, LINE, style, true),
  );
  sheet.append(give(painted(svg), { x: 0, y: LINE + MARGIN, width, height }));
  below.forEach((row, at) => {
    const y = height + LINE * (at + 2) + 2 * MARGIN;
    for (const { x, text, colour } of row) {
      if (colour)
        sheet.append(
          drawn("rect", { x, y: y - 9, width: 10, height: 10, fill: colour, stroke: style.color, "stroke-width": 0.5 }),
        );
      sheet.append(words(text, colour ? x + 14 : x, y, style));
    }
  });
  return sheet;
}

/** A copy in which every element has its own colours. @param {SVGSVGElement} svg */
function painted(svg) {
  const copy = /** @type {SVGSVGElement} */ (svg.cloneNode(true));
  const copies = [copy, ...copy.querySelectorAll("*")];
  [svg, ...svg.querySelectorAll("*")].forEach((element, at) => {
    const style = getComputedStyle(element);
    for (const name of PAINTED) copies[at].setAttribute(name, style.getPropertyValue(name).replaceAll('"', "'"));
    for (const name of ["tabindex", "class", "style", "aria-pressed", "role"]) copies[at].removeAttribute(name);
  });
  return copy;
}

/** The legend on the screen: pieces of text, each with its colour, in rows that fit. */
function legendRows(width) {
  const pieces = [];
  for (const node of document.querySelector("main .legend")?.childNodes ?? []) {
    if (node instanceof Element && node.classList.contains("key"))
      pieces.push({ colour: getComputedStyle(node).backgroundColor, text: "" });
    else if (pieces.length) pieces.at(-1).text += node.textContent.replace(/\s+/g, " ");
    else pieces.push({ colour: "", text: node.textContent });
  }
  const rows = [[]];
  let x = MARGIN;
  for (const { colour, text } of pieces) {
    const lines = wrapped(text.trim(), width - 14);
    if (lines.length === 0) continue;
    if (x + 14 + lines[0].length * LETTER > width && x > MARGIN) {
      rows.push([]);
      x = MARGIN;
    }
    rows.at(-1).push({ x, text: lines[0], colour });
    x += 14 + (lines[0].length + 2) * LETTER;
    for (const line of lines.slice(1)) {
      rows.push([{ x: MARGIN, text: line, colour: "" }]);
      x = width;
    }
  }
  return rows.filter((row) => row.length > 0);
}

/** @param {SVGSVGElement} picture */
export const svgText = (picture) => new XMLSerializer().serializeToString(picture);

/** @param {SVGSVGElement} picture @returns {Promise<Blob>} */
export async function png(picture) {
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([svgText(picture)], { type: "image/svg+xml" }));
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: image.width * 2, height: image.height * 2 });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(image.src);
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error("the picture is too large for this browser"))),
      "image/png",
    ),
  );
}

function give(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}

const drawn = (kind, attributes) => give(document.createElementNS(NAMESPACE, kind), attributes);

function words(text, x, y, style, bold = false) {
  const element = drawn("text", {
    x,
    y,
    "font-family": style.fontFamily.replaceAll('"', "'"),
    "font-size": bold ? 13 : 11,
    "font-weight": bold ? "bold" : "normal",
    fill: style.color,
  });
  element.textContent = text;
  return element;
}

/** Break a text into lines that fit. */
function wrapped(text, width) {
  const lines = text ? [""] : [];
  for (const word of text ? text.split(" ") : []) {
    if ((lines.at(-1).length + word.length) * LETTER > width - 2 * MARGIN) lines.push("");
    lines[lines.length - 1] += `${lines.at(-1) ? " " : ""}${word}`;
  }
  return lines;
}
