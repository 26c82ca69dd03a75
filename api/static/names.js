// What ids are called: people read names. Asked for together, kept for the life of the page.

import { ask } from "./api.js";
import { useAnswer } from "./use_answer.js";
import { useRef } from "./vendor/htm-preact.js";

const MOST = 200; // well below what the interface names at once, so that an address stays short

/** Words for an id whose name is not (or not yet) known. @param {string} id */
export function words(id) {
  return id
    .slice(id.indexOf(":") + 1)
    .replaceAll("-", " ")
    .replaceAll("_", " ");
}

/** A kind of node in words: a cloud provider, not the label that it has in Cypher. @param {string} kind */
export const kindName = (kind) => kind.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();

/** The same of several: companies, labs. @param {string} kind */
export const kindNames = (kind) => (kind.endsWith("y") ? `${kindName(kind).slice(0, -1)}ies` : `${kindName(kind)}s`);

/** @param {string[]} ids @returns {Promise<Map<string, string>>} */
async function asked(ids) {
  const parts = Array.from({ length: Math.ceil(ids.length / MOST) }, (_, at) => ids.slice(at * MOST, (at + 1) * MOST));
  const answers = await Promise.all(parts.map((part) => ask("/v1/names", { ids: part.join(",") })));
  return new Map(answers.flatMap((answer) => answer.items.map((item) => [item.id, item.name])));
}

/** A function from an id to its name; while a name is asked for, to dots. Names once known stay.
 * @param {Iterable<string>} ids */
export function useNames(ids) {
  const known = useRef(new Map());
  const sorted = [...new Set(ids)].filter((id) => id?.includes(":")).sort();
  const { data, error } = useAnswer(
    () => (sorted.length ? asked(sorted) : Promise.resolve(new Map())),
    [sorted.join()],
  );
  for (const [id, name] of data ?? []) known.current.set(id, name);
  return (id) => (id ? (known.current.get(id) ?? (data || error ? words(id) : "…")) : "");
}

const WITH_ARTICLE = new Set(
  "ARE BHS CAF COD COG COM CZE DOM FLK GBR GMB MDV MHL MNP NLD PHL SLB SYC TCA USA VAT VGB VIR".split(" "),
);

/** A name within a sentence: the Netherlands, but Taiwan. @param {string} id @param {string} name */
export const inSentence = (id, name) =>
  WITH_ARTICLE.has(id.replace("country:", "")) && name !== "Czechia" ? `the ${name}` : name;

/** A need in words: an input's name, or the word that the needs of its kind have.
 * @param {string} need @param {(id: string) => string} name */
export const needName = (need, name) => (need.includes(":") ? name(need) : need);

const IDS =
  /\b(?:benchmark|chip|cloud|company|country|dataset|facility|input|lab|model|platform|policy|sector|security):[A-Za-z0-9][\w-]*(?:\.\w[\w-]*)*/g;

/** A text of the interface, with names for the ids in it. */
export function Named({ text }) {
  const name = useNames(text.match(IDS) ?? []);
  return text.replace(IDS, (id) => name(id));
}
