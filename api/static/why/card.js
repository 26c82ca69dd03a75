// The finding as a card for an article: one picture with headline, chain, legend, source and date, in fixed colours.

import { png } from "../export/picture.js";
import { html, useEffect, useMemo, useState } from "../vendor/htm-preact.js";
import { cardSvg } from "./drawing.js";
import { MEANS, needOf, othersOf, weighed } from "./words.js";

const SHAPES = { wide: ["PNG 16:9", 1200, 675], square: ["PNG square", 1080, 1080] };

/** What the card says, before it has a shape. */
function contentOf(data, headline, start, name) {
  const publishers = [...new Set(Object.values(data.sources).map((source) => source.publisher))];
  const unread = data.meta.assumptions.filter((text) => text.includes("recalled") || text.startsWith("shares"));
  return {
    headline,
    means: `${MEANS[data.horizon]} ${weighed(data, name)}`,
    boxes: [
      { name: start, need: "", share: "", others: "" },
      ...data.chain.map((step) => ({ name: step.name, need: needOf(step, name), ...othersOf(step) })),
    ],
    legend: [
      "Each box is needed by the one before it; with each, who else could supply.",
      ...unread.map(sentence),
    ].join(" "),
    source: `Sources: ${publishers.join(", ")}. As of ${data.meta.as_of}, lens ${data.meta.lens}. Supplygraph, graph ${data.meta.graph_version.slice(0, 12)}.`,
  };
}

const sentence = (said) => `${said[0].toUpperCase()}${said.slice(1)}.`;

function save(name, blob) {
  const target = document.createElement("a");
  target.href = URL.createObjectURL(blob);
  target.download = name;
  target.click();
  setTimeout(() => URL.revokeObjectURL(target.href), 1000);
}

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const safe = (text) => text.replace(/[&<>"]/g, (letter) => ESCAPES[letter]);

/** A figure to paste into an article: no script, nothing fetched. */
function embedded(svg, content) {
  return `<figure style="margin:0;max-width:1200px">${svg.replace("<svg ", '<svg style="width:100%;height:auto" ')}<figcaption style="font:13px system-ui,sans-serif">${safe(content.headline)}. ${safe(content.source)} <a href="${safe(location.href)}">Look closer</a></figcaption></figure>\n`;
}

export function Card({ data, headline, start, name }) {
  const content = useMemo(() => contentOf(data, headline, start, name), [data, headline, start]);
  const [shape, setShape] = useState("wide");
  const [said, say] = useState("");
  const drawn = (which) => cardSvg(content, SHAPES[which][1], SHAPES[which][2]);
  const svg = useMemo(() => drawn(shape), [content, shape]);
  const [shown, show] = useState("");
  useEffect(() => {
    const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
    show(url);
    return () => URL.revokeObjectURL(url);
  }, [svg]);
  const file = `why-${data.start}-${data.end}`.replaceAll(":", "-");
  const raster = async (which) => {
    const element = new DOMParser().parseFromString(drawn(which), "image/svg+xml").documentElement;
    save(`${file}-${which}.png`, await png(element));
  };
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(embedded(drawn("wide"), content));
      say("The code is copied.");
    } catch {
      say("This browser does not let the page copy; the HTML file has the same.");
    }
  };
  return html`<section class="card" aria-label="For an article"><div class="bar"><h3>For an article</h3>
      <button type="button" onClick=${() => save(`${file}.svg`, new Blob([drawn(shape)], { type: "image/svg+xml" }))}>SVG</button>
      ${Object.entries(SHAPES).map(([which, [label]]) => html`<button type="button" onClick=${() => raster(which)}>${label}</button>`)}
      <button type="button" onClick=${() => save(`${file}.html`, new Blob([`<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>${safe(headline)}</title>\n${embedded(drawn("wide"), content)}</html>\n`], { type: "text/html" }))}>HTML</button>
      <button type="button" onClick=${copy}>Copy embed code</button>
      <button type="button" aria-pressed=${shape === "square"} onClick=${() => setShape(shape === "wide" ? "square" : "wide")}>Show ${shape === "wide" ? "the square" : "16:9"}</button>
      <span role="status" class="dim">${said}</span></div>
    ${shown && html`<img class=${`preview ${shape}`} src=${shown} alt=${`Card: ${content.headline}. ${content.means}`} />`}</section>`;
}
