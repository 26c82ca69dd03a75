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

async function send(target, body) {
  let response;
  try {
    response = await fetch(
      target,
      body && {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
      },
    );
  } catch {
    throw new Problem({
      title: "The server does not answer",
      detail: "It may have been stopped. Start it again with `make run`, then reload this page.",
    });
  }
  const content = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Problem({ title: `Error ${response.status}`, detail: "The server gave no reason.", ...content });
  }
  return content;
}
