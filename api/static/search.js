// Search any entity by name or alias, with suggestions.

import { ask } from "./api.js";
import { common } from "./state.js";
import { html, useEffect, useRef, useState } from "./vendor/htm-preact.js";

export function Search({ state, go }) {
  const [text, setText] = useState("");
  const [found, setFound] = useState(null);
  const [active, setActive] = useState(0);
  const latest = useRef(0);
  useEffect(() => {
    const number = ++latest.current;
    if (text.trim().length < 2) {
      setFound(null);
      return undefined;
    }
    const timer = setTimeout(async () => {
      const answer = await ask("/v1/nodes", { ...common(state), q: text.trim(), limit: "9" }).catch(() => ({
        items: [],
      }));
      if (number === latest.current) {
        setFound(answer.items);
        setActive(0);
      }
    }, 120);
    return () => clearTimeout(timer);
  }, [text]);
  const choose = (item) => {
    setText("");
    setFound(null);
    go({ ...state, view: "dependencies", root: item.id, selected: "", out: "" });
  };
  const keys = (event) => {
    if (!found?.length) return;
    if (event.key === "ArrowDown") {
      setActive((active + 1) % found.length);
      event.preventDefault();
    }
    if (event.key === "ArrowUp") {
      setActive((active + found.length - 1) % found.length);
      event.preventDefault();
    }
    if (event.key === "Enter") {
      choose(found[active]);
      event.preventDefault();
    }
    if (event.key === "Escape") setFound(null);
  };
  return html`<div class="search" role="search">
    <input type="search" role="combobox" aria-label="Search a model, lab, chip, company or country" aria-autocomplete="list"
      aria-expanded=${found !== null} aria-controls="found" aria-activedescendant=${found?.length ? `found-${active}` : undefined}
      placeholder="Search a model, lab, chip, company, country" value=${text}
      onInput=${(event) => setText(event.target.value)} onKeyDown=${keys} />
    ${
      found &&
      html`<ul id="found" role="listbox">
      ${found.map(
        (item, number) => html`<li id=${`found-${number}`} role="option" aria-selected=${number === active}
        onMouseDown=${(event) => {
          event.preventDefault();
          choose(item);
        }}>
        <b>${item.name}</b> <span class="dim">${item.kind}${item.aliases.length ? ` · ${item.aliases.slice(0, 2).join(", ")}` : ""}</span></li>`,
      )}
      ${found.length === 0 && html`<li class="dim">Nothing found. Try a part of the name, or another spelling.</li>`}</ul>`
    }
  </div>`;
}
