// The page: header, views, the drawer, and the URL as state. A view's code comes when it is opened.

import { Drawer } from "./drawer.js";
import { Failure, Go, Loading, useAnswer } from "./parts.js";
import { Search } from "./search.js";
import { address, DEFAULTS, opened, readState } from "./state.js";
import { Theme } from "./theme.js";
import { html, render, useEffect, useRef, useState } from "./vendor/htm-preact.js";
import { VIEW_NAMES } from "./views.js";

const CODE = {
  home: [() => import("./home/home.js"), "Home"],
  why: [() => import("./why/why.js"), "Why"],
  chokepoints: [() => import("./chokepoints/chokepoints.js"), "Chokepoints"],
  profile: [() => import("./profile/profile.js"), "Profile"],
  dependencies: [() => import("./dependencies/dependencies.js"), "Dependencies"],
  spheres: [() => import("./spheres/spheres.js"), "Spheres"],
  map: [() => import("./map/map.js"), "WorldMap"],
  timeline: [() => import("./timeline/timeline.js"), "Timeline"],
  concentration: [() => import("./concentration/concentration.js"), "Concentration"],
  cypher: [() => import("./cypher/cypher.js"), "Cypher"],
  questions: [() => import("./questions/questions.js"), "Questions"],
  sources: [() => import("./sources.js"), "Sources"],
};

function App() {
  const [state, set] = useState(readState());
  const before = useRef("");
  useEffect(() => {
    const back = () => set(readState());
    const slash = (event) => {
      const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
      if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      document.querySelector("[role=search] input")?.focus();
    };
    addEventListener("popstate", back);
    addEventListener("keydown", slash);
    return () => {
      removeEventListener("popstate", back);
      removeEventListener("keydown", slash);
    };
  }, []);
  const go = (next) => {
    const target = address(next);
    if (target !== location.pathname + location.search) history.pushState(null, "", target);
    set(readState());
  };
  const title = VIEW_NAMES[state.view] ?? "No such view";
  useEffect(() => {
    document.title = `Supplygraph: ${title}`;
    if (before.current && before.current !== state.view) {
      scrollTo(0, 0);
      document.getElementById("main").focus({ preventScroll: true });
    }
    before.current = state.view;
    const tab = document.querySelector("nav [aria-current]"); // on a phone the views are one line, wider than the window
    const row = tab?.parentElement;
    if (row) row.scrollLeft = tab.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
  }, [state.view]);
  return html`<a class="skip" href="#main" onClick=${skip}>Skip to content</a>
    <header><div class="top"><h1><${Go} state=${DEFAULTS} go=${go} change=${{}}>Supplygraph<//></h1>
      ${state.view !== "home" && html`<${Search} state=${state} go=${go} />`}<${Theme} /></div>
      <nav aria-label="Views">${Object.entries(VIEW_NAMES).map(
        ([view, name]) => html`<${Go} state=${DEFAULTS} go=${go} change=${opened(state, { view })}
        aria-current=${state.view === view ? "page" : undefined}>${name}<//>`,
      )}<a href="/docs">Interface</a></nav></header>
    <main id="main" tabindex="-1"><${Opened} key=${state.view} state=${state} go=${go} /></main>
    <${Drawer} state=${state} go=${go} />`;
}

function skip(event) {
  event.preventDefault();
  document.getElementById("main").focus();
}

function Opened({ state, go }) {
  const [load, name] = CODE[state.view] ?? [];
  const { data, error } = useAnswer(async () => (load ? { View: (await load())[name] } : {}), [state.view]);
  if (!load) {
    const reason = { title: "No such view", message: `This page has no view “${state.view}”.` };
    return html`<${Failure} error=${reason} state=${state} go=${go} />`;
  }
  if (error) return html`<${Failure} error=${error} state=${state} go=${go} />`;
  return data ? html`<${data.View} state=${state} go=${go} />` : html`<${Loading} what="the view" />`;
}

render(html`<${App} />`, document.getElementById("app"));
