// The months that the slider of time has; its right end is today.

const FIRST = 2019;

export const today = () => new Date().toISOString().slice(0, 10);

/** Whether a text is a day that there is, as YYYY-MM-DD. @param {string} text */
export const isDay = (text) =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) &&
  !Number.isNaN(Date.parse(text)) &&
  new Date(text).toISOString().slice(0, 10) === text;

/** First days of months, then "" for today. @param {string} until a day @returns {string[]} */
export function stops(until = today()) {
  const months = [];
  for (let year = FIRST; year <= Number(until.slice(0, 4)); year += 1) {
    for (let month = 1; month <= 12; month += 1) {
      const day = `${year}-${String(month).padStart(2, "0")}-01`;
      if (day <= until) months.push(day);
    }
  }
  return [...months, ""];
}

/** Where a day stands among the stops: the last that is not after it. @param {string[]} all @param {string} day */
export const placeOf = (all, day) =>
  day
    ? Math.max(
        0,
        all.findLastIndex((one) => one && one <= day),
      )
    : all.length - 1;
