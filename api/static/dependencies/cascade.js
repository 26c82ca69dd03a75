// What falls, in order: a round at a time, played or stepped through, and stopped when asked.

import { useEffect, useMemo, useState } from "../vendor/htm-preact.js";

const PACE = 1100; // milliseconds a round
const STILL = matchMedia("(prefers-reduced-motion: reduce)");

/** The rounds of a cascade, and how far it is shown; at first all of it.
 * @param {{id: string, round: number}[]} rows what falls @param {string} key what is asked */
export function useCascade(rows, key) {
  const last = useMemo(() => rows.reduce((most, row) => Math.max(most, row.round), 0), [rows]);
  const [shown, show] = useState(Number.POSITIVE_INFINITY);
  const [plays, play] = useState(false);
  useEffect(() => {
    show(Number.POSITIVE_INFINITY);
    play(false);
  }, [key]);
  useEffect(() => {
    if (!plays) return undefined;
    if (shown >= last) {
      play(false);
      return undefined;
    }
    const timer = setTimeout(() => show(shown + 1), PACE);
    return () => clearTimeout(timer);
  }, [plays, shown, last]);
  const whole = shown >= last;
  return {
    last,
    shown: Math.min(shown, last),
    whole,
    plays,
    /** Nothing moves by itself where motion is not wanted: each press is one step. */
    start: () => {
      show(whole ? 0 : shown);
      play(!STILL.matches);
    },
    stop: () => play(false),
    step: () => {
      play(false);
      show(whole ? 0 : shown + 1);
    },
    all: () => {
      play(false);
      show(Number.POSITIVE_INFINITY);
    },
  };
}
