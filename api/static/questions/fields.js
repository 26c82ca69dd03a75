// The parameters of a question as fields: those of its example at once, the others folded.

import { html, useState } from "../vendor/htm-preact.js";

const COMMON = ["as_of", "known_at", "lens", "horizon", "format"];

/** The values that a parameter may have, where they are listed. */
function choices(schema, schemas) {
  const named = schema.$ref?.split("/").pop();
  return (
    schema.enum ??
    (named ? schemas[named]?.enum : undefined) ??
    schema.anyOf?.map((one) => choices(one, schemas)).find(Boolean)
  );
}

function Field({ one, value, schemas, onInput }) {
  const listed = choices(one.schema, schemas);
  const shown = value ?? "";
  const set = (event) => onInput(one.name, event.target.value);
  const name = one.name.replaceAll("_", " ");
  if (listed)
    return html`<label title=${one.description}>${name} <select onChange=${set}><option value="" selected=${shown === ""}>as usual</option>${listed.map((entry) => html`<option value=${entry} selected=${entry === shown}>${entry}</option>`)}</select></label> `;
  return html`<label title=${one.description}>${name} <input value=${shown} placeholder=${String(one.schema.default ?? "")} required=${one.required} onInput=${set} /></label> `;
}

export function Fields({ one, values, schemas, onAsk }) {
  const [draft, setDraft] = useState(values);
  const [wrong, setWrong] = useState("");
  const set = (name, value) => setDraft({ ...draft, [name]: value });
  const all = (one.operation.parameters ?? []).filter(
    (parameter) => !COMMON.includes(parameter.name) || parameter.name in values,
  );
  const first = all.filter((parameter) => parameter.name in values || parameter.required);
  const others = all.filter((parameter) => !first.includes(parameter));
  const submit = (event) => {
    event.preventDefault();
    try {
      JSON.parse(draft.body || "{}");
      setWrong("");
      onAsk(Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== "")));
    } catch (error) {
      setWrong(`The body is not JSON: ${error.message}`);
    }
  };
  const shown = (list) =>
    list.map(
      (parameter) =>
        html`<${Field} key=${parameter.name} one=${parameter} value=${draft[parameter.name]} schemas=${schemas} onInput=${set} />`,
    );
  return html`<form class="bar" onSubmit=${submit}>${shown(first)}
    ${"body" in draft && html`<label class="body">body <textarea class="query" rows="4" spellcheck=${false} onInput=${(event) => set("body", event.target.value)} value=${draft.body}></textarea></label>`}
    <button type="submit">Ask</button>
    ${others.length > 0 && html`<details><summary>${others.length} more parameters</summary><div class="bar">${shown(others)}</div></details>`}
    ${wrong && html`<p role="alert">${wrong}</p>`}</form>`;
}
