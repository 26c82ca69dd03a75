// An interval as people read it: one figure where both ends read the same.

/** @param {[number, number]} pair @param {number} digits */
export function figure([low, high], digits = 2) {
  const [from, to] = [low.toFixed(digits), high.toFixed(digits)];
  return from === to ? from : `${from}–${to}`;
}
