// Evidence beside the picture: what is known of an entity, or of one tie, with sources and rivals. The view stays.

import { Evidence } from "./evidence.js";
import { common } from "./state.js";
import { html, useEffect, useRef } from "./vendor/htm-preact.js";

/** The change of state that opens the drawer on an entity, or on what one entity has from another.
 * @param {string} id @param {string} [from] */
export const evidenceOf = (id, from = "") => ({ evidence: from ? `${id}~${from}` : id });

/** A button that opens the drawer. */
export function Proof({ id, from, state, go, children, ...rest }) {
  return html`<button type="button" class="plain" aria-haspopup="dialog" onClick=${() => go({ ...state, ...evidenceOf(id, from) })} ...${rest}>${children}</button>`;
}

export function Drawer({ state, go }) {
  const panel = useRef(null);
  const back = useRef(null);
  const [id, from] = state.evidence.split("~");
  const close = () => {
    go({ ...state, evidence: "" });
    back.current?.focus?.();
  };
  useEffect(() => {
    if (!id) return undefined;
    if (!panel.current.contains(document.activeElement)) back.current = document.activeElement;
    panel.current.querySelector("button").focus();
    return undefined;
  }, [state.evidence]);
  if (!id) return null;
  const keys = (event) => {
    if (event.key === "Escape") close();
  };
  return html`<div class="drawer" role="dialog" aria-label="Evidence" ref=${panel} onKeyDown=${keys}>
    <button type="button" class="close" aria-label="Close the evidence" onClick=${close}>✕ close</button>
    <${Evidence} state=${state} go=${go} id=${id} only=${from} query=${common(state)} out=${null} root="" /></div>`;
}
