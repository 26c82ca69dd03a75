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

/** What falls, as far as the cascade is shown, what is degraded, and who goes on as who runs a site all the same. */
function useFallen(scenario, out, nodes, key) {
  const here = useMemo(() => new Map(nodes.map((node) => [node.id, node])), [nodes]);
  const rows = useMemo(() => {
    // A country that loses models it uses is a seat of firms all the same: here it falls only if it is knocked out.
    const drawn = (row) => row.kind !== "Country" || out.has(row.id);
    // A firm whose cloud falls may go on as who runs a site: where it is nothing else, nothing becomes of it.
    const touched = (row) => drawn(row) && !(row.operates && here.get(row.id)?.as_operator);
    const { failed = [], degraded = [] } = scenario.data ?? {};
    return { failed: failed.filter(touched), degraded: degraded.filter(touched) };
  }, [scenario.data, out, here]);
  const falling = useMemo(() => rows.failed.filter((row) => here.has(row.id)), [rows, here]);
  const cascade = useCascade(falling, key);
  const fallen = useMemo(
    () => new Set(rows.failed.filter((row) => row.round <= cascade.shown || cascade.whole).map((row) => row.id)),
    [rows, cascade.shown, cascade.whole],
  );
  const degraded = useMemo(
    () => new Set(cascade.whole ? rows.degraded.map((row) => row.id) : []),
    [rows, cascade.whole],
  );
  const operating = useMemo(
    () => new Set([...rows.failed, ...rows.degraded].filter((row) => row.operates).map((row) => row.id)),
    [rows],
  );
  const hurt = useMemo(() => rows.degraded.filter((row) => here.has(row.id)), [rows, here]);
  return { here: falling, hurt, cascade, fallen, degraded, operating };
}

const NOTHING = [];

export function useDependencies(root, state) {
  const asked = useClosure(root, state);
  const { closure, drawing } = asked;
  const out = useMemo(() => new Set(state.out ? state.out.split(",") : []), [state.out]);
  const scenario = useScenario(out, asked.query, asked.on);
  const nodes = closure.data?.nodes ?? NOTHING;
  const names = useMemo(() => new Map(nodes.map((node) => [node.id, node.name])), [nodes]);
  const called = useNames([root, ...out]);
  const fall = useFallen(scenario, out, nodes, [...asked.on, state.out].join());
  const absent = drawing.data?.not_there;
  const error = drawing.error ?? (absent ? null : closure.error);
  return { ...asked, ...fall, out, scenario, names, called, title: called(root), absent, error };
}
