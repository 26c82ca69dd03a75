// What a view hands to its files: rows, and the names of their columns.

/** Rows that all have the same fields, in the order of these. @param {object[]} rows */
export const tableOf = (rows) => ({ columns: Object.keys(rows[0] ?? {}), rows });
