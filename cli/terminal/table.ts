import stringWidth from 'string-width'
import { safeLine } from './safe-text.ts'

const GAP = '  '
const MAX_CELL = 70

/** Columns under their heads, a line for each row; a cell is one line, shortened where it is long. */
export function table(heads: string[], rows: (string | number | null | undefined)[][]): string {
  const cells = [heads, ...rows.map((row) => row.map((cell) => shortened(safeLine(String(cell ?? '')))))]
  const widths = heads.map((_head, column) =>
    cells.reduce((widest, row) => Math.max(widest, stringWidth(row[column] ?? '')), 0),
  )
  const padded = (text: string, width: number): string => text + ' '.repeat(width - stringWidth(text))
  return cells
    .map((row) =>
      row
        .map((text, column) => padded(text, widths[column] ?? 0))
        .join(GAP)
        .trimEnd(),
    )
    .join('\n')
}

const shortened = (text: string): string =>
  text.length > MAX_CELL ? `${text.slice(0, MAX_CELL - 1)}…` : text
