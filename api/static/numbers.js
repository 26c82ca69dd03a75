// Numbers as people read them: rounded, with units, never twenty digits.

const NAMED = [
  [1e12, "trillion"],
  [1e9, "billion"],
  [1e6, "million"],
];

/** Three digits and a word for the size, or a power of ten. @param {number} value */
export function amount(value) {
  const size = Math.abs(value);
  if (size >= 1e15) {
    const [digits, power] = value.toExponential(2).split("e+");
    return `${Number(digits)} × 10^${power}`;
  }
  const [unit, word] = NAMED.find(([least]) => size >= least) ?? [1, ""];
  const rounded = unit > 1 || !Number.isInteger(value) ? Number((value / unit).toPrecision(3)) : value;
  return `${rounded.toLocaleString("en")}${word ? ` ${word}` : ""}`;
}

/** A line's value in words, with what it is a share of left to its unit. @param {{value: any, unit: string | null}} line */
export const isShare = (line) => /^(of |lost without it)/.test(line.unit ?? "");
