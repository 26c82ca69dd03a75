// Which kinds a chokepoint may be of.

const SCHEMES = { Country: "country", Company: "company" };

/** The group that a chokepoint of this kind stands in. */
export const groupOf = (id) => Object.values(SCHEMES).find((scheme) => id.startsWith(`${scheme}:`));
