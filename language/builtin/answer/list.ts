import { escapeInline } from './escape.ts'
import { type Field, fieldsOf, isObject, type Json, labelOf, plain } from './fields.ts'
import { wishedFields } from './wishes.ts'

const MOST_ROWS = 10
const MOST_ITEMS = 20
const MOST_COLUMNS = 5
const LONGEST_CELL = 80

/** A list: objects as a table, anything else as points. */
export function listAnswer(items: Json[], wishes: string): string {
  if (items.length === 0) return 'The list is empty.'
  const objects = items.filter(isObject)
  if (objects.length === items.length) return tableOf(objects, wishes)
  const points = items.slice(0, MOST_ITEMS).map((item) => `- ${escapeInline(cut(plain(item), 200))}`)
  return points.join('\n') + moreThan(items.length, MOST_ITEMS)
}

function tableOf(rows: { [key: string]: Json }[], wishes: string): string {
  const read = rows
    .slice(0, MOST_ROWS)
    .map((row) => new Map(fieldsOf(row).map((field) => [field.path, field])))
  const columns = columnsOf(read, wishes)
  if (columns.length === 0) return `${rows.length} entries without readable fields.`
  const line = (cells: string[]): string => `| ${cells.join(' | ')} |`
  return (
    [
      line(columns.map((path) => escapeInline(labelOf(path)))),
      line(columns.map(() => '---')),
      ...read.map((row) =>
        line(columns.map((path) => escapeInline(cut(plain(row.get(path)?.value), LONGEST_CELL)))),
      ),
    ].join('\n') + moreThan(rows.length, MOST_ROWS)
  )
}

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

const moreThan = (count: number, shown: number): string =>
  count > shown ? `\n\n… and ${count - shown} more.` : ''
