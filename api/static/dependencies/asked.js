// What the view asks: the picture, everything behind it, and what becomes of it without what is knocked out.

import { ask } from "../api.js";
import { useNames } from "../names.js";
import { useAnswer } from "../parts.js";
import { common } from "../state.js";
import { today } from "../time/days.js";
import { useMemo } from "../vendor/htm-preact.js";
import { useCascade } from "./cascade.js";
import { useScenario } from "./whatif.js";

/** The picture and all that is behind it. */
function useClosure(root, state) {
  const down = state.direction === "down";
  const query = common(state);
  const on = [root, state.direction, JSON.stringify(query)];
  const [asked, drawn] = down ? ["dependents", { ...query, direction: "down" }] : ["dependencies", { ...query }];
  // One layout for all days: that of today, in which what was not there yet is faint.
  if (state.as_of && state.as_of < today()) drawn.laid_out = today();
  const drawing = useAnswer(() => ask(`/v1/drawing/${root}`, drawn), on);
  const closure = useAnswer(async () => {
    // Before its first day an entity has a picture, in which nothing is there, and nothing behind it to ask for.
    if (drawn.laid_out && (await ask(`/v1/drawing/${root}`, drawn)).not_there) return null;
    return ask(`/v1/${asked}/${root}`, query);
  }, on);
  return { root, down, query, on, drawn, drawing, closure, path: `/v1/${asked}/${root}` };
}

/** What falls, as far as the cascade is shown, and what is degraded. */
function useFallen(scenario, out, names, key) {
  // A country that loses the models it uses does not stop being a seat of firms: here it falls only if it is knocked out.
  const falling = useMemo(
    () => scenario.data?.failed.filter((row) => row.kind !== "Country" || out.has(row.id)) ?? [],
    [scenario.data, out],
  );
  const here = useMemo(() => falling.filter((row) => names.has(row.id)), [falling, names]);
  const cascade = useCascade(here, key);
  const fallen = useMemo(
    () => new Set(falling.filter((row) => row.round <= cascade.shown || cascade.whole).map((row) => row.id)),
    [falling, cascade.shown, cascade.whole],
  );
  const degraded = useMemo(
    () => new Set(cascade.whole ? scenario.data?.degraded.map((row) => row.id) : []),
    [scenario.data, cascade.whole],
  );
  return { here, cascade, fallen, degraded };
}

export function useDependencies(root, state) {
  const asked = useClosure(root, state);
  const { closure, drawing } = asked;
  const out = useMemo(() => new Set(state.out ? state.out.split(",") : []), [state.out]);
  const scenario = useScenario(out, asked.query, asked.on);
  const names = useMemo(() => new Map(closure.data?.nodes.map((node) => [node.id, node.name]) ?? []), [closure.data]);
  const called = useNames([root, ...out]);
  const fall = useFallen(scenario, out, names, [...asked.on, state.out].join());
  const absent = drawing.data?.not_there;
  const error = drawing.error ?? (absent ? null : closure.error);
  return { ...asked, ...fall, out, scenario, names, called, title: called(root), absent, error };
}
