// What a league table asks: over whom, of which targets, at which times.

import { common } from "../state.js";

export const TIMES = { run: "What stops now", make: "Production", grow: "Growth" };
export const TARGETS = [
  ["labs", "labs"],
  ["frontier-models", "frontier models"],
  ["models-in-use", "models in use"],
];

export function questionOf(state) {
  const query = { ...common(state), over: state.over, targets: state.targets, action: state.action };
  delete query.horizon;
  return query;
}
