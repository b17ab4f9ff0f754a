import type { Field } from './fields.ts'

/** What instructions want of a list, beyond its fields. */
export interface ListWishes {
  /** Rows at most; null where they don't say. */
  most: number | null
  order: 'newest' | 'oldest' | null
  countOnly: boolean
  asPoints: boolean
}

const NUMBERS = 'one two three four five six seven eight nine ten'.split(' ')
const COUNT = `(\\d{1,3}|${NUMBERS.join('|')})`
const MOST = new RegExp(
  `\\b(?:at most|no more than|up to|max(?:imum|\\.)?(?: of)?|only the (?:first|last|latest|newest|top)|the (?:first|latest|newest)|top|limit(?:ed)? to)\\s+${COUNT}\\b`,
  'i',
)
const NEWEST =
  /\b(?:most recent|newest|latest|last ones?|recent)(?: \w+)? (?:first|at the top|on top)\b|\bdescending by date\b/i
const OLDEST = /\b(?:oldest|earliest)(?: \w+)? first\b|\bchronological(?:ly)?\b/i
const COUNT_ONLY = /\b(?:only|just) (?:the )?(?:count|number|how many)\b/i
const AS_POINTS = /\bas (?:a )?(?:bullet(?:ed)? )?(?:list|points|bullets)\b|\bbullet points\b/i

export function listWishes(text: string): ListWishes {
  const count = MOST.exec(text)?.[1]?.toLowerCase()
  const number =
    count === undefined ? 0 : NUMBERS.includes(count) ? NUMBERS.indexOf(count) + 1 : Number(count)
  return {
    most: number > 0 ? number : null,
    order: NEWEST.test(text) ? 'newest' : OLDEST.test(text) ? 'oldest' : null,
    countOnly: COUNT_ONLY.test(text),
    asPoints: AS_POINTS.test(text),
  }
}

const TIME = /date|time|_at$|At$|created|updated|timestamp|day$/i

/** The rows by the first of their fields that is a time in all of them; as they are where there is none. */
export function inTime<T extends Map<string, Field>>(rows: T[], order: ListWishes['order']): T[] {
  const paths = [...(rows[0]?.keys() ?? [])]
  const path = paths.find(
    (one) => TIME.test(one) && rows.every((row) => Number.isFinite(timeOf(row.get(one)))),
  )
  if (!order || path === undefined) return rows
  const sign = order === 'newest' ? -1 : 1
  return rows.toSorted((a, b) => sign * (timeOf(a.get(path)) - timeOf(b.get(path))))
}

const timeOf = (field: Field | undefined): number =>
  typeof field?.value === 'number'
    ? field.value
    : typeof field?.value === 'string'
      ? Date.parse(field.value)
      : Number.NaN
