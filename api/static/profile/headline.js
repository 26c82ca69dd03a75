// The finding of a profile in two sentences: whom its loss stops, and without whom it loses most.

import { sure } from "../chokepoints/bar.js";
import { inSentence } from "../names.js";
import { percents } from "../parts.js";
import { lossTold, told } from "../shares.js";
import { counted, readStop } from "./stops.js";

const LOST = /capacity lost without it/;

/** How many labs its loss stops, in production and in growth. */
function stops(lines) {
  const read = lines.map(readStop).filter((one) => one?.action === "collapse" && one.target === "labs" && one.of);
  const [make, grow] = ["make", "grow"].map((time) => read.find((one) => one.time === time));
  if (make?.value == null || grow?.value == null) return "";
  const of = make.of === grow.of ? "" : ` of ${grow.of}`;
  return `If it is lost, production likely stops at ${make.value} of ${make.of} labs whose needs are known ${sure(counted(make))}, growth at ${grow.value}${of} ${sure(counted(grow))}.`;
}

/** The supplier without whom most of it is lost. */
function rests(lines) {
  const line = lines.find((one) => one.section === "rests on countries" && LOST.test(one.unit ?? "") && one.value > 0);
  if (!line) return "";
  const range = line.low != null && line.high != null ? [line.low, line.high] : null;
  const without = `Without ${inSentence(line.id ?? "", line.label)} it`;
  if (!told(range)) return `${without} may lose ${lossTold(line.value, range)}, of its capacity.`;
  return `${without} likely loses ${percents([line.value, line.value])} of its capacity${range ? ` (${percents(range)})` : ""}.`;
}

/** @param {any[]} lines of the profile */
export const headline = (lines) => [stops(lines), rests(lines)].filter(Boolean).join(" ");
