// The editor: a plain text field over the same text in colours, so that typing, undo and screen readers stay the browser's.

import { html, useRef } from "../vendor/htm-preact.js";
import Prism from "../vendor/prism.js";
import cypher from "../vendor/prism-cypher.js";

/** A token of the highlighter as elements. @param {any} token */
function coloured(token) {
  if (typeof token === "string") return token;
  const content = Array.isArray(token.content) ? token.content.map(coloured) : coloured(token.content);
  return html`<span class=${`token ${token.type}`}>${content}</span>`;
}

/** @param {{value: string, onInput: (text: string) => void, onKeyDown: (event: KeyboardEvent) => void}} of */
export function Editor({ value, onInput, onKeyDown }) {
  const behind = useRef(null);
  const scrolled = (event) => {
    behind.current.scrollTop = event.target.scrollTop;
  };
  return html`<div class="editor"><pre class="query" aria-hidden="true" ref=${behind}>${Prism.tokenize(value, cypher).map(coloured)}${"\n"}</pre>
    <textarea class="query" aria-label="Cypher query" spellcheck=${false} autocomplete="off" autocapitalize="off" rows="9" value=${value}
      onInput=${(event) => onInput(event.target.value)} onKeyDown=${onKeyDown} onScroll=${scrolled}></textarea></div>`;
}
