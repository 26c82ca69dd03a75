// Preact with its hooks, and html`` bound to it: the packages of vendor.lock.json under one name.
import htm from "./htm.js";
import { h } from "./preact.js";

export { render } from "./preact.js";
export { useEffect, useMemo, useRef, useState } from "./preact-hooks.js";
export const html = htm.bind(h);
