// The same question elsewhere: with curl, in Python, and in Cypher where a saved query asks it.

import { link } from "./api.js";
import { Go } from "./parts.js";
import { opened } from "./state.js";
import { html } from "./vendor/htm-preact.js";

/** @param {{path: string, query?: Record<string, string>, body?: object, saved?: [string, Record<string, any>], state: any, go: any}} of */
export function Same({ path, query = {}, body, saved, state, go }) {
  const url = location.origin + link(path, query);
  const sent = body && JSON.stringify(body);
  const curl = sent
    ? `curl -s '${url}' -H 'Content-Type: application/json' -d '${sent.replaceAll("'", "'\\''")}'`
    : `curl -s '${url}'`;
  // A JSON string is a Python string too.
  const request = sent
    ? `urllib.request.Request("${url}", ${JSON.stringify(sent)}.encode(), {"Content-Type": "application/json"})`
    : `"${url}"`;
  const python = `import json, urllib.request\n\nanswer = json.load(urllib.request.urlopen(${request}))`;
  const parameters = saved && Object.keys(saved[1]).length > 0 ? JSON.stringify(saved[1]) : "";
  return html`<details class="same"><summary>The same question as curl, Python${saved ? ", Cypher" : ""}</summary>
    <h3>curl</h3><pre tabindex="0">${curl}</pre><h3>Python</h3><pre tabindex="0">${python}</pre>
    ${saved && html`<h3>Cypher</h3><p><${Go} state=${state} go=${go} change=${opened(state, { view: "cypher", mode: saved[0], parameters })}>Run it in the Cypher view<//></p>`}</details>`;
}
