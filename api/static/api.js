// One way to ask the interface. A problem keeps what the server says: what, why, and what next.

export class Problem extends Error {
  /** @param {{title: string, detail: string, suggestions?: string[], status?: number}} body */
  constructor(body) {
    super(body.detail);
    this.title = body.title;
    this.suggestions = body.suggestions ?? [];
    this.status = body.status ?? 0;
  }
}

// A view shows every row: an answer is otherwise cut where it is large.
const WHOLE = { Prefer: "whole" };

const kept = new Map();

/** Build an address. @param {string} path @param {Record<string, string>} [query] */
export function link(path, query = {}) {
  const text = new URLSearchParams(query).toString();
  return text ? `${path}?${text}` : path;
}

/** Ask an address; answers to GET are kept for the life of the page.
 * @param {string} path @param {Record<string, string>} [query] @param {object} [body] @returns {Promise<any>} */
export function ask(path, query = {}, body = undefined) {
  const target = link(path, query);
  if (!body && kept.has(target)) return kept.get(target);
  const answer = send(target, body);
  if (!body) {
    kept.set(target, answer);
    answer.catch(() => kept.delete(target));
  }
  return answer;
}

const ATTEMPTS = 20;

/** Ask; where the server is busy, ask again when it says so. */
async function send(target, body) {
  for (let attempt = 1; ; attempt++) {
    const { response, content } = await once(target, body);
    if (response.ok) return content;
    const problem = new Problem({
      title: `Error ${response.status}`,
      detail: "The server gave no reason.",
      ...content,
    });
    const busy = response.status === 503 && content.type?.endsWith("#overload");
    if (!busy || attempt === ATTEMPTS) throw problem;
    const seconds = Number(response.headers.get("Retry-After")) || 2;
    await new Promise((later) => setTimeout(later, seconds * 1000));
  }
}

async function once(target, body) {
  let response;
  try {
    response = await fetch(
      target,
      body
        ? { method: "POST", headers: { ...WHOLE, "Content-Type": "application/json" }, body: JSON.stringify(body) }
        : { headers: WHOLE },
    );
  } catch {
    throw new Problem({
      title: "The server does not answer",
      detail: "It may have been stopped. Start it again with `make run`, then reload this page.",
    });
  }
  if (response.ok && response.headers.get("Content-Type")?.includes("ndjson")) {
    const text = (await response.text()).trim();
    return { response, content: text ? text.split("\n").map((line) => JSON.parse(line)) : [] };
  }
  return { response, content: await response.json().catch(() => ({})) };
}
