import { escapeInline } from './escape.ts'
import { type Field, fieldsOf, isObject, type Json, labelOf } from './fields.ts'
import type { Frame } from './frame.ts'
import { inTime, type ListWishes, listWishes } from './order.ts'
import { readable, scalar } from './readable.ts'
import { wishedFields } from './wishes.ts'

const MOST_ROWS = 10
const MOST_ITEMS = 20
const MOST_COLUMNS = 5
const LONGEST_CELL = 80
/** Of so many the order is made; beyond, it is that of the list. */
const MOST_SORTED = 1_000

/** A list: objects as a table, anything else as points. */
export function listAnswer(items: Json[], wishes: string, frame: Frame): string {
  if (items.length === 0) return frame.emptyList
  const wanted = listWishes(wishes)
  if (wanted.countOnly) return frame.count(items.length)
  const objects = items.filter(isObject)
  if (objects.length === items.length) return rowsAnswer(objects, wishes, wanted, frame)
  const most = Math.min(wanted.most ?? MOST_ITEMS, MOST_ITEMS)
  const points = items.slice(0, most).map((item) => `- ${escapeInline(cut(scalar(item, frame), 200))}`)
  return points.join('\n') + moreThan(items.length, most, wanted, frame)
}

function rowsAnswer(
  rows: { [key: string]: Json }[],
  wishes: string,
  wanted: ListWishes,
  frame: Frame,
): string {
  const most = Math.min(wanted.most ?? MOST_ROWS, 2 * MOST_ROWS)
  const all = rows
    .slice(0, wanted.order ? MOST_SORTED : most)
    .map((row) => new Map(fieldsOf(row).map((field) => [field.path, field])))
  const read = inTime(all, wanted.order).slice(0, most)
  const columns = columnsOf(read, wishes)
  if (columns.length === 0) return frame.noFields(rows.length)
  const cell = (row: Map<string, Field>, path: string): string => {
    const field = row.get(path)
    return escapeInline(cut(field ? readable(field, [...row.values()], frame) : '–', LONGEST_CELL))
  }
  const lines = wanted.asPoints
    ? read.map((row) => `- ${columns.map((path) => cell(row, path)).join(' – ')}`)
    : [
        line(columns.map((path) => escapeInline(labelOf(path)))),
        line(columns.map(() => '---')),
        ...read.map((row) => line(columns.map((path) => cell(row, path)))),
      ]
  return lines.join('\n') + moreThan(rows.length, most, wanted, frame)
}

const line = (cells: string[]): string => `| ${cells.join(' | ')} |`

function columnsOf(rows: Map<string, Field>[], wishes: string): string[] {
  const fields = new Map(rows.flatMap((row) => [...row]))
  const wished = wishedFields(wishes, [...fields.values()]).map(({ path }) => path)
  const filled = (path: string): boolean => rows.some((row) => (row.get(path)?.value ?? '') !== '')
  const others = [...fields.keys()].filter(
    (path) =>
      !wished.includes(path) &&
      path.split('.').length <= 2 &&
      !/url$|href$|node_id$/i.test(path) &&
      filled(path),
  )
  return wished.length > 1 ? wished : [...wished, ...others].slice(0, MOST_COLUMNS)
}

const cut = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length - 1)}…` : text

/** Who asked for three is not told of the others. */
const moreThan = (count: number, shown: number, { most }: ListWishes, frame: Frame): string =>
  count > shown && most === null ? `\n\n${frame.more(count - shown)}` : ''
