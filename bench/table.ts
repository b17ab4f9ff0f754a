import type { Table } from './subject.ts'

/** Aligned columns: words to the left, numbers to the right. */
export function renderTable({ title, columns, rows }: Table): string {
  const cells = [columns, ...rows.map((row) => row.map(String))]
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => row[index]?.length ?? 0)))
  const last = columns.length - 1
  const lines = cells.map((row) =>
    row
      .map((cell, index) =>
        index === 0 || index === last ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  )
  return [title, '', ...lines, ''].join('\n')
}
