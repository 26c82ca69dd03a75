// Tables for spreadsheets.

const STAMP = ["as_of", "known_at", "lens", "horizon", "graph_version"];

/** A table with what it is of in its last columns, as files of the interface have it (`graph/measures/sheets.py`).
 * @param {{columns: string[], rows: Record<string, any>[]}} table @param {any} meta of the answer, where there is one */
export function stamped({ columns, rows }, meta) {
  const own = meta ? STAMP.filter((name) => !columns.includes(name)) : [];
  const said = Object.fromEntries(own.map((name) => [name, meta?.[name]]));
  return { columns: [...columns, ...own], rows: rows.map((row) => ({ ...row, ...said })) };
}

/** CSV with a byte order mark, and a guard against cells that a spreadsheet would run as formulas.
 * @param {{columns: string[], rows: Record<string, any>[]}} table */
export function csv({ columns, rows }) {
  const cell = (value) => {
    let text = value == null ? "" : Array.isArray(value) ? value.join("|") : String(value);
    if (typeof value !== "number" && /^[=+\-@\t\r]/.test(text)) text = `'${text}`;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return (
    "\ufeff" +
    [columns, ...rows.map((row) => columns.map((name) => row[name]))].map((row) => row.map(cell).join(",")).join("\r\n")
  );
}
