// The page: header, views, and the URL as state.

import { Concentration } from "./concentration/concentration.js";
import { Cypher } from "./cypher/cypher.js";
import { Dependencies } from "./dependencies.js";
import { Home } from "./home.js";
import { WorldMap } from "./map/map.js";
import { Go } from "./parts.js";
import { Search } from "./search.js";
import { Sources } from "./sources.js";
import { Spheres } from "./spheres/spheres.js";
import { address, DEFAULTS, readState } from "./state.js";
import { Timeline } from "./timeline.js";
import { html, render, useEffect, useState } from "./vendor/htm-preact.js";

const VIEWS = {
  home: ["Home", Home],
  dependencies: ["Dependencies", Dependencies],
  spheres: ["Spheres", Spheres],
  map: ["Map", WorldMap],
  timeline: ["Timeline", Timeline],
  concentration: ["Concentration", Concentration],
  cypher: ["Cypher", Cypher],
  sources: ["Sources", Sources],
};

function App() {
  const [state, set] = useState(readState());
  useEffect(() => {
    const back = () => set(readState());
    addEventListener("popstate", back);
    return () => removeEventListener("popstate", back);
  }, []);
  const go = (next) => {
    const target = address(next);
    if (target !== location.pathname + location.search) history.pushState(null, "", target);
    set(readState());
  };
  const [title, View] = VIEWS[state.view] ?? VIEWS.home;
  useEffect(() => {
    document.title = `Supplygraph: ${state.root || title}`;
  }, [state.view, state.root]);
  return html`<a class="skip" href="#main">Skip to content</a>
    <header><h1><${Go} state=${DEFAULTS} go=${go} change=${{}}>Supplygraph<//></h1>
      <${Search} state=${state} go=${go} />
      <nav aria-label="Views">${Object.entries(VIEWS).map(
        ([view, [name]]) => html`<${Go} state=${state} go=${go}
        change=${{ view, mode: "", tie: "", inputs: "", by: "", q: "", parameters: "", ...(view === "dependencies" && !state.root ? { root: "model:glm-5" } : {}) }}
        aria-current=${state.view === view ? "page" : undefined}>${name}<//>`,
      )}<a href="/docs">Interface</a></nav></header>
    <main id="main"><${View} state=${state} go=${go} /></main>`;
}

render(html`<${App} />`, document.getElementById("app"));
