// What is said of a chain: its headline, and what stands above and below each box.

import { inSentence, needName } from "../names.js";
import { percent, wholePercent } from "../parts.js";

/** What the loss at a horizon means, in plain words. */
export const MEANS = {
  run: "It matters at once, for what runs today.",
  make: "It matters for production; what runs today runs on.",
  grow: "It matters for growth: new chips, new sites. What runs and is made today goes on.",
};

/** How much rests on the chain; shares that nobody states count as equal. */
export function weighed(data, name) {
  return data.weight == null
    ? ""
    : `${percent(data.weight)} of ${name(data.start)} rests on this one chain, by the shares told below; those that nobody states are assumed.`;
}

const MAKES = "makes"; // the step from a firm to its product is no need: nothing stands beside it

const capital = (text) => `${text[0].toUpperCase()}${text.slice(1)}`;

/** What stronger or shorter chain was not taken, for a guess in it. */
export const passedOver = (data) =>
  data.meta.assumptions
    .filter((text) => text.endsWith("what is confirmed comes first"))
    .map((text) => `${capital(text)}.`);

/** The finding as a headline. */
export function titleOf(data, name) {
  const [start, end] = [data.start, data.end].map((id) => inSentence(id, name(id)));
  if (data.chain.length === 0) return `No chain is known from ${start} to ${end}`;
  const how = { run: "", make: " for production", grow: " for growth" }[data.horizon];
  if (data.product) return `What ${start} makes rests on ${end}${how}`;
  return capital(`${start} rests on ${end}${how}`);
}

/** What stands above a box: the need that it meets, and whose. */
export function needOf(step, name) {
  if (step.need === step.id) return "needs";
  if (step.need === MAKES) return MAKES;
  if (step.need !== "jurisdiction") return needName(step.need, name);
  return step.closed ? "controlled from" : "stands in (who controls it is not known)";
}

/** What is said of a share that no source states: what was measured in its place, and no number of equal parts. */
function supposed(step) {
  if (step.alternatives.length === 0) return "";
  const measured = step.share != null && !step.share_basis?.startsWith("equal parts");
  return measured ? `about ${wholePercent(step.share)}` : "share not stated";
}

/** What stands below a box: its share, and who else there is. */
export function othersOf(step) {
  const shown = step.alternatives.slice(0, 3);
  const more = step.alternatives.length - shown.length;
  const unsure = step.confirmed === false ? "unconfirmed" : "";
  const caveat = step.caveat && !unsure ? ` (${step.caveat})` : "";
  const stated = step.share == null || step.assumed ? unsure || supposed(step) : percent(step.share);
  const share = `${stated}${caveat}`.trim();
  const others = [
    shown.length
      ? `or ${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`
      : step.closed
        ? "nothing else will do"
        : unsure
          ? "no other confirmed"
          : "no other known",
    step.unconfirmed?.length > 0 && `unconfirmed: ${step.unconfirmed.join(", ")}`,
  ]
    .filter(Boolean)
    .join("; ");
  const bare = ["jurisdiction", MAKES].includes(step.need);
  return { share: bare ? "" : share, others: bare ? "" : others };
}
