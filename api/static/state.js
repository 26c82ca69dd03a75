// The URL is the state: what is on the screen can be shared, reloaded and left with the back button.

/** @type {Record<string, string>} values that are left out of the URL */
export const DEFAULTS = {
  view: "home",
  root: "",
  to: "",
  beside: "",
  selected: "",
  evidence: "",
  out: "",
  as_of: "",
  known_at: "",
  lens: "ownership",
  horizon: "make",
  over: "country",
  targets: "labs",
  action: "collapse",
  direction: "up",
  step: "year",
  mode: "",
  layer: "",
  tie: "",
  series: "",
  shift: "",
  q: "",
  parameters: "",
  inputs: "",
  by: "",
};

/** What every view keeps when another is opened: the day, what was known, and whose control counts. */
const KEPT = ["as_of", "known_at", "lens", "horizon"];

/** @returns {Record<string, string>} */
export function readState() {
  const given = new URLSearchParams(location.search);
  const state = { ...DEFAULTS };
  for (const name of Object.keys(DEFAULTS)) state[name] = given.get(name) ?? DEFAULTS[name];
  return state;
}

/** A view opened afresh: nothing of the one before but the day and the lens.
 * @param {Record<string, string>} state @param {Record<string, string>} change */
export function opened(state, change) {
  return { ...DEFAULTS, ...Object.fromEntries(KEPT.map((name) => [name, state[name] ?? DEFAULTS[name]])), ...change };
}

/** Address of a state; defaults are left out. @param {Record<string, string>} state */
export function address(state) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(state)) {
    if (name in DEFAULTS && value !== DEFAULTS[name]) query.set(name, value);
  }
  const text = query.toString().replaceAll("%3A", ":").replaceAll("%2C", ",");
  return text ? `/?${text}` : "/";
}

/** The common parameters of a question. @param {Record<string, string>} state */
export function common(state) {
  const query = {};
  for (const name of KEPT) {
    if (state[name] !== DEFAULTS[name]) query[name] = state[name];
  }
  return query;
}
