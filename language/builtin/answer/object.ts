import { escapeInline } from './escape.ts'
import { type Field, fieldsOf, isObject, type Json, labelOf } from './fields.ts'
import type { Frame } from './frame.ts'
import { listAnswer } from './list.ts'
import { readable } from './readable.ts'
import { wishedFields } from './wishes.ts'

const MOST_FACTS = 8
const LONGEST_VALUE = 400

/** An object's key facts as a list: wished ones first, then those the question names, then telling ones. */
export function objectAnswer(
  value: { [key: string]: Json },
  wishes: string,
  question: string,
  frame: Frame,
): string {
  const fields = fieldsOf(value)
  const wished = wishedFields(wishes, fields)
  const asked = wishedFields(question, fields).filter((field) => !wished.includes(field))
  const first = [...wished, ...asked]
  const strict = wished.length > 1 || (wished.length > 0 && /\b(?:only|just)\b/i.test(wishes))
  const rest = strict ? [] : fields.filter((field) => !first.includes(field) && isTelling(field))
  const shown = [...first, ...rest].slice(0, Math.max(MOST_FACTS, first.length))
  const facts = (shown.length > 0 ? shown : fields.slice(0, MOST_FACTS)).map((field) =>
    factOf(field, fields, frame),
  )
  const asTable = /\b(?:as|in) (?:a )?table\b/i.test(wishes)

  const lists = Object.entries(value).filter((entry): entry is [string, Json[]] => {
    const [, inner] = entry
    return Array.isArray(inner) && inner.length > 0 && inner.some(isObject)
  })
  const [longest] = lists.sort(([, a], [, b]) => b.length - a.length)
  const table =
    longest && !(strict && wished.length > 2)
      ? [`**${escapeInline(labelOf(longest[0]))}**\n\n${listAnswer(longest[1], wishes, frame)}`]
      : []
  const lines = asTable
    ? ['| | |', '| --- | --- |', ...facts.map(({ label, text }) => `| **${label}** | ${text} |`)]
    : facts.map(({ label, text }) => `- **${label}**: ${text}`)
  return [...(facts.length > 0 ? [lines.join('\n')] : []), ...table].join('\n\n')
}

function factOf(field: Field, siblings: Field[], frame: Frame): { label: string; text: string } {
  const text = readable(field, siblings, frame)
  const short = text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text
  return { label: escapeInline(field.label), text: escapeInline(short) }
}

/** Empty values, links and technical ids tell a reader nothing unless asked for. */
const isTelling = ({ path, value }: Field): boolean =>
  value !== null &&
  value !== '' &&
  path.split('.').length <= 3 &&
  !/(?:^|[._])(?:node_id|gravatar_id|etag|hash|cursor|token)$|_url$|\.url$|^url$|href$/i.test(path)
