// Search any entity by name or alias, with suggestions.

import { ask } from "./api.js";
import { kindName } from "./names.js";
import { common, opened } from "./state.js";
import { html, useEffect, useRef, useState } from "./vendor/htm-preact.js";

/** The search of the header, and the large one of Home. */
export function Search({ state, go, large = false }) {
  const choose = (item) => go(opened(state, { view: "profile", root: item.id }));
  return html`<div class=${`search ${large ? "large" : ""}`} role="search"><${Entity} id="search" state=${state} onChoose=${choose}
    label="Search a model, lab, chip, company or country" hint="Search a model, lab, chip, company, country  ( / )" /></div>`;
}

/** A box in which an entity is found by its name. @param {{id: string, state: any, label: string, hint?: string, shown?: string, onChoose: (item: any) => void}} of */
export function Entity({ id, state, label, hint = "", shown = "", onChoose }) {
  const [text, setText] = useState(shown);
  const [found, setFound] = useState(null);
  const [active, setActive] = useState(0);
  const latest = useRef(0);
  const typed = useRef(false);
  useEffect(() => {
    if (!typed.current) setText(shown);
  }, [shown]);
  useEffect(() => {
    const number = ++latest.current;
    if (!typed.current || text.trim().length < 2) {
      setFound(null);
      return undefined;
    }
    const timer = setTimeout(async () => {
      const answer = await ask("/v1/nodes", { ...common(state), q: text.trim(), limit: "9" }).catch((error) => ({
        items: [],
        error,
      }));
      if (number === latest.current) {
        setFound(answer);
        setActive(0);
      }
    }, 120);
    return () => clearTimeout(timer);
  }, [text]);
  const close = () => {
    latest.current += 1;
    setFound(null);
  };
  const choose = (item) => {
    typed.current = false;
    close();
    setText(shown);
    onChoose(item);
  };
  const items = found?.items ?? [];
  const steps = { ArrowDown: 1, ArrowUp: items.length - 1 };
  const keys = (event) => {
    if (event.key === "Escape") close();
    if (items.length === 0) return;
    if (event.key in steps) {
      setActive((active + steps[event.key]) % items.length);
      event.preventDefault();
    }
    if (event.key === "Enter") {
      choose(items[active]);
      event.preventDefault();
    }
  };
  return html`<div class="entity"><input type="search" role="combobox" aria-label=${label} aria-autocomplete="list"
      aria-expanded=${found !== null} aria-controls=${`${id}-found`} aria-activedescendant=${items.length ? `${id}-${active}` : undefined}
      placeholder=${hint} value=${text} autocomplete="off" onBlur=${close}
      onInput=${(event) => {
        typed.current = true;
        setText(event.target.value);
      }} onKeyDown=${keys} />
    <ul id=${`${id}-found`} role="listbox" aria-label="Found" hidden=${items.length === 0}>
      ${items.map(
        (item, number) => html`<li id=${`${id}-${number}`} role="option" aria-selected=${number === active}
        onMouseDown=${(event) => {
          event.preventDefault();
          choose(item);
        }}>
        <b>${item.name}</b> <span class="dim">${kindName(item.kind)}${item.aliases.length ? ` · ${item.aliases.slice(0, 2).join(", ")}` : ""}</span></li>`,
      )}</ul>
    ${found && items.length === 0 && html`<p class="nothing" role="status">${found.error ? found.error.message : "Nothing found. Try a part of the name, or another spelling."}</p>`}</div>`;
}
