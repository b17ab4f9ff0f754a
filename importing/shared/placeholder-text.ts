import { wordsOf } from './words.ts'

const LONGEST = 80
const FILLER = new Set(
  'your my the a an insert replace enter put with here this example some and or own add'.split(' '),
)
const OUTER =
  /^(?:<([^<>]+)>|\{\{?\s*([^{}]+?)\s*\}?\}|\[([A-Z][A-Z_ -]+)\]|%([A-Z][A-Z_]+)%|\$\{?([A-Za-z_]\w*)\}?|__([A-Za-z_]+?)__)$/
/** `my-index` is a name that examples choose; `MY_INDEX` says that one has to be put. */
const SAID = /^(?:(?:your|insert|replace|enter|put)[_ -][\w .-]+|MY_[A-Z_]+)$/
const SHOUTED = /^(?:YOUR|INSERT|REPLACE|ENTER|PUT|Your)[_ -][\w .-]+$/
const CROSSES = /^(?:x{3,}|\*{3,}|\.{3}|…)$/i

/**
 * What a text that only stands in for another is called: `<user id>`, `{user_id}`, `YOUR_USER_ID` and `$USER_ID` are
 * `user_id`. Null where the text means itself.
 */
export function placeholderText(text: string): string | null {
  const given = text.trim()
  if (given.length < 3 || given.length > LONGEST) return null
  if (CROSSES.test(given)) return 'value'
  const inner = OUTER.exec(given)
    ?.slice(1)
    .find((group) => group !== undefined)
  if (inner === undefined && !SAID.test(given) && !SHOUTED.test(given)) return null
  const words = wordsOf(inner ?? given)
  const telling = words.filter((word) => !FILLER.has(word))
  if (telling.length === 0 || telling.length > 6) return words.length === 0 ? null : 'value'
  return telling.join('_')
}

/** The same for a segment of a path, where `:id` and `ACCOUNT_ID` stand for something, too. */
export function placeholderSegment(text: string): string | null {
  const colon = /^:([A-Za-z_][\w-]{0,60})$/.exec(text)?.[1]
  if (colon) return wordsOf(colon).join('_')
  if (/^[A-Z]{3,}$|^[A-Z]{2,}(?:_[A-Z]{2,}){1,5}$/.test(text)) return text.toLowerCase()
  if (/^[A-Z]{1,3}X{6,}$/i.test(text) && /x{6,}$/i.test(text)) return 'id'
  return placeholderText(text)
}
