// Light, dark, or as the system has it; kept for the next visit.

import { html, useEffect, useState } from "./vendor/htm-preact.js";

const THEMES = { auto: "Auto", light: "Light", dark: "Dark" };

function kept() {
  try {
    return localStorage.getItem("theme") ?? "auto";
  } catch {
    return "auto"; // storage may be forbidden
  }
}

export function Theme() {
  const [theme, set] = useState(kept);
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    try {
      localStorage.setItem("theme", theme);
    } catch {
      // then it lasts as long as the page
    }
  }, [theme]);
  const names = Object.keys(THEMES);
  const next = names[(names.indexOf(theme) + 1) % names.length];
  return html`<button type="button" class="theme" aria-label=${`Theme: ${THEMES[theme]}; change to ${THEMES[next]}`} onClick=${() => set(next)}><span aria-hidden="true">◐</span> ${THEMES[theme]}</button>`;
}
