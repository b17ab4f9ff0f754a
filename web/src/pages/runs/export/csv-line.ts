/** What a spreadsheet would take for a formula, and carry out. */
const FORMULA = /^[=+\-@\t\r]/

/** A line of CSV (RFC 4180). Texts that would be formulas get an apostrophe, which spreadsheets do not show. */
export const csvLine = (values: (string | number | null)[]): string => `${values.map(cell).join(',')}\r\n`

function cell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
