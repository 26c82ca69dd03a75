// Ask when something changes.

import { useEffect, useState } from "./vendor/htm-preact.js";

/** Gives {data}, {error} with a way to ask again, or {loading}. @param {() => Promise<any>} question @param {any[]} on */
export function useAnswer(question, on) {
  const [again, setAgain] = useState(0);
  const key = JSON.stringify([...on, again]);
  const [answer, set] = useState({ key: null });
  useEffect(() => {
    let current = true;
    const retry = () => setAgain((times) => times + 1);
    question().then(
      (data) => current && set({ key, data, loading: false }),
      (error) => current && set({ key, error: Object.assign(error, { retry }), loading: false }),
    );
    return () => {
      current = false;
    };
  }, [key]);
  // What came back belongs to one question: it is never shown under the title of another.
  return answer.key === key ? answer : { loading: true };
}
