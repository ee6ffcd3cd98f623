// A spreadsheet takes a cell that begins with one of these for a formula, and runs it.
const formula = /^[=+\-@\t\r]/;

/** A cell that a spreadsheet shows as text. */
export function protectCell(text: string): string {
  return formula.test(text) || text.startsWith("'") ? `'${text}` : text;
}

/** The text of a cell that `protectCell` has made. */
export function restoreCell(text: string): string {
  return /^'['=+\-@\t\r]/.test(text) ? text.slice(1) : text;
}
