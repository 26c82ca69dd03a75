// The first row of a league table as a sentence with a number.

import { inSentence } from "../names.js";
import { amount } from "../numbers.js";
import { measured, sure } from "./bar.js";
import { called } from "./question.js";

/** @param {any} data @param {{targets: string, action: string}} of */
export function headline(data, { targets, action }) {
  const [first] = data.rows;
  if (!first) return `Whose loss stops most: ${called(targets)}`;
  const time = first.make.likely > 0 ? "make" : "grow";
  const at = measured(data, first, time);
  const [likely, of] = [at.likely, at.of].map((value) => amount(Math.round(value)));
  const cause = `${action === "ban" ? "If" : "Without"} ${inSentence(first.id, first.name)}${action === "ban" ? " stops supplying" : ""}`;
  if (at.unit) return `${cause}, the supply of ${likely} of ${of}${at.unit} likely stops ${sure(at)}`;
  return `${cause}, ${likely} of ${of} ${called(targets)} likely ${time === "make" ? "lose the production of" : "can no longer add to"} what they run on ${sure(at)}`;
}
