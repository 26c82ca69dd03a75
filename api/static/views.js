// The views and what they are called, in the order of the navigation.

/** @type {Record<string, string>} */
export const VIEW_NAMES = {
  home: "Home",
  why: "Why",
  chokepoints: "Chokepoints",
  profile: "Profiles",
  dependencies: "Dependencies",
  spheres: "Spheres",
  map: "Map",
  timeline: "Over time",
  concentration: "Concentration",
  cypher: "Cypher",
  questions: "Every question",
  sources: "Sources",
};
