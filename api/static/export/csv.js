// Tables for spreadsheets.

/** CSV with a byte order mark, and a guard against cells that a spreadsheet would run as formulas.
 * @param {string[]} columns @param {Record<string, any>[]} rows */
export function csv(columns, rows) {
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
