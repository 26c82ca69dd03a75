// What two inputs have in common or not, as a sentence: compared only where they are measured alike.

import { percent } from "../parts.js";

/** An input within a sentence: a word in small letters, an abbreviation as it is. */
const within = (name) => (/^[A-Z][a-z]/.test(name) ? name[0].toLowerCase() + name.slice(1) : name);

/** Its largest supplier that has a share, and that share. */
function largest({ suppliers, basis }) {
  const first = suppliers.filter((one) => one.share != null).toSorted((a, b) => b.share - a.share)[0];
  return first && { name: first.name, share: `${/lower bound/.test(basis) ? "at least " : ""}${percent(first.share)}` };
}

/** @param {any[]} rows the inputs side by side, each with its HHI as an interval */
export function headline(rows) {
  const told = rows.map((row) => ({ row, top: largest(row) })).filter(({ top }) => top);
  if (told.length === 2 && told[0].row.basis === told[1].row.basis) {
    const [most, least] = told.toSorted((a, b) => b.row.hhi[0] - a.row.hhi[0]);
    if (most.row.hhi[0] > least.row.hhi[1])
      return `Supply of ${within(most.row.name)} is more concentrated than of ${within(least.row.name)}: ${most.top.name} has ${most.top.share}, ${least.top.name} ${least.top.share}`;
  }
  return told.map(({ row, top }) => `${top.name} has ${top.share} of ${within(row.name)}`).join("; ");
}
