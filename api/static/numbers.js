// Numbers as people read them: rounded, with units, never twenty digits.

const NAMED = [
  [1e12, "trillion"],
  [1e9, "billion"],
  [1e6, "million"],
];

const STEPS = [1, 2, 2.5, 5, 10];

/** Round values for an axis, the first not above and the last not below what it shows.
 * @param {number} low @param {number} high @param {number} [most] how many intervals at most */
export function axis(low, high, most = 5) {
  const least = (high - low || 1) / most;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = power * STEPS.find((one) => one * power >= least * (1 - 1e-9));
  const [first, last] = [Math.floor(low / step + 1e-9), Math.ceil(high / step - 1e-9)];
  return Array.from({ length: last - first + 1 }, (_, at) => Number(((first + at) * step).toPrecision(12)));
}

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
