// What a league table asks: over whom, of which targets, at which times.

import { common } from "../state.js";

export const TIMES = { run: "What stops now", make: "Production", grow: "Growth" };
export const TARGETS = [
  ["labs", "labs"],
  ["frontier-models", "frontier models"],
  ["large-sites", "computing power"],
  ["models-in-use", "models in use"],
];
/** What stands beside whatever is counted. */
export const BESIDE = ["labs", "frontier-models", "large-sites"];
/** Sites are counted by their size: the largest has a hundred times the smallest. */
const WEIGHED = { "large-sites": "compute" };

export const called = (targets) => TARGETS.find(([value]) => value === targets)?.[1] ?? targets;

/** The things themselves, where they are named. */
export const things = (targets) => (targets === "large-sites" ? "large data centres" : called(targets));

export function questionOf(state, targets = state.targets) {
  const query = { ...common(state), over: state.over, targets, action: state.action };
  if (WEIGHED[targets]) query.weights = WEIGHED[targets];
  delete query.horizon;
  return query;
}
