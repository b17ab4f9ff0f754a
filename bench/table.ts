import type { Cell, Table } from './subject.ts'

/** Aligned columns: words to the left, numbers to the right. */
export function renderTable({ title, columns, rows }: Table): string {
  const cells = [columns, ...rows.map((row) => row.map(textOf))]
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => row[index]?.length ?? 0)))
  const isWords = columns.map((_, index) => rows.every((row) => typeof row[index] === 'string'))
  const lines = cells.map((row) =>
    row
      .map((cell, index) =>
        isWords[index] ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  )
  return [title, '', ...lines, ''].join('\n')
}

/** Each row as an object by column; empty cells left out, numbers unrounded. */
export function tableAsJson({ title, columns, rows }: Table): object {
  const named = rows.map((row) =>
    Object.fromEntries(
      columns.flatMap((column, index) => {
        const cell = row[index]
        return cell === undefined || cell === '' ? [] : [[column || 'name', plain(cell)]]
      }),
    ),
  )
  return { title, rows: named }
}

function textOf(cell: Cell): string {
  if (typeof cell === 'string') return cell
  if ('count' in cell) return String(cell.count)
  return 'value' in cell ? cell.value.toFixed(1) : `${cell.ratio.toFixed(2)}×`
}

function plain(cell: Cell): string | number {
  if (typeof cell === 'string') return cell
  if ('count' in cell) return cell.count
  return 'value' in cell ? cell.value : cell.ratio
}
