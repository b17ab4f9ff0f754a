import type { ParameterValue, ParameterValues } from '../../domain/action.ts'
import type { Match, OfferedAction } from '../../domain/language.ts'
import type { Background } from './background.ts'
import { extractFrom, type ReadText } from './extract/extract.ts'
import { readParameter } from './extract/role.ts'
import { isOnlyAbout } from './foreign-words.ts'
import { complete } from './known.ts'
import { isAskedFor } from './match/probability.ts'
import { readAction } from './match/score.ts'
import { own } from './own.ts'
import type { Past } from './past.ts'
import { changesIn, valuesFor } from './pending.ts'
import { rank } from './rank.ts'
import { isRepeatable } from './repeatable.ts'
import { severalValues } from './several-values.ts'
import { asksAgain, corrects, followsUp, followsUpLoosely } from './talk.ts'

const BARE_WORDS = 3
const SURE_OF_OPTIONAL = 0.6

/** What a message asks for by what was asked for last: "and for 67890?", "no, I meant 4712", "again". */
export function followUp(text: ReadText, actions: OfferedAction[], background: Background): Match[] {
  const [last] = background.past
  if (!last) return followOldUp(text, actions, background)
  const again = asksAgain(text.text)
  if (again)
    return last
      .filter(({ action }) => again.said || isRepeatable(action))
      .map(({ action, values }) => matchOf(action, values, background))
  if (corrects(text.text)) return corrected(last, text, background)
  if (followsUp(text.text)) return withOtherValues(last, text, background)
  const repeatable = last.filter(({ action }) => isRepeatable(action))
  return isBareValue(text) ? withOtherValues(repeatable, text, background) : []
}

const matchOf = (action: OfferedAction, values: ParameterValues, background: Background): Match =>
  complete(action, 1, { values, sureness: {} }, { ...background, refersBack: false })

function corrected(last: Past[], text: ReadText, background: Background): Match[] {
  for (const { action, values } of last) {
    const right = changesIn(values, text, action)
    if (Object.keys(right).length > 0 && isOnlyAbout(text, action, right))
      return [matchOf(action, { ...values, ...right }, background)]
  }
  return []
}

/** "67890?" after a question for an order is no question of its own. */
const isBareValue = ({ words, literals }: ReadText): boolean =>
  words.length <= BARE_WORDS &&
  literals.some(({ kind }) => kind === 'id' || kind === 'number' || kind === 'email')

/** The last actions that take one of the message's values, each with its other values as before. */
function withOtherValues(last: Past[], text: ReadText, background: Background): Match[] {
  const found = distinct(last).flatMap(({ action, values }) => {
    const added = addedTo(action, text)
    const alike = Object.entries(added).every(([name, value]) => isAlike(value, own(values, name)))
    return Object.keys(added).length > 0 && alike && isOnlyAbout(text, action, added)
      ? [{ action, values, added }]
      : []
  })
  const [first] = found
  if (!first) return []
  // Several are meant where the message replaces what they had in common.
  const together = found.filter(({ values, added }) =>
    Object.entries(added).every(
      ([name, value]) =>
        value === own(first.added, name) ||
        Object.values(first.values).some((before) => String(before) === String(own(values, name))),
    ),
  )
  return together.flatMap(({ action, values, added }) =>
    severalValues(matchOf(action, { ...values, ...added }, background), action, text),
  )
}

/** "And for 777?" is for the order 555, not for the weather in Rome. */
const isAlike = (value: ParameterValue, before: ParameterValue | undefined): boolean =>
  before === undefined ||
  typeof value !== 'string' ||
  /\d/.test(value) === /\d/.test(String(before)) ||
  (value.includes('@') === String(before).includes('@') &&
    !/^\d+$/.test(value) &&
    !/^\d+$/.test(String(before)))

const distinct = (past: Past[]): Past[] =>
  past.filter(({ action }, index) => past.findIndex((other) => other.action.id === action.id) === index)

/** Required parameters take what they can; optional ones only what is beyond doubt. */
function addedTo(action: OfferedAction, text: ReadText): ParameterValues {
  const { values, sureness } = extractFrom(
    text,
    action.parameters.map(readParameter),
    readAction(action).head,
  )
  const isRequired = (name: string): boolean =>
    action.parameters.some((parameter) => parameter.name === name && parameter.required)
  const least = followsUpLoosely(text.text) ? SURE_OF_OPTIONAL : 0
  const sure = Object.entries(values).filter(
    ([name]) => (own(sureness, name) ?? 0) >= (isRequired(name) ? least : SURE_OF_OPTIONAL),
  )
  // "Only in imperial" names a unit, and no city besides.
  const optional = sure.filter(([name]) => !isRequired(name)).map(([, value]) => value)
  return Object.fromEntries(sure.filter(([name, value]) => !isRequired(name) || !optional.includes(value)))
}

/** Where earlier answers don't say what they were about: the action that the last question asked for. */
function followOldUp(text: ReadText, actions: OfferedAction[], background: Background): Match[] {
  const previous = background.history.findLast(({ role }) => role === 'user')?.content
  if (!previous || !followsUp(text.text)) return []
  const [best] = rank(background.read(previous), actions)
  if (!best || !isAskedFor(best.score)) return []
  const required = best.action.parameters.filter((parameter) => parameter.required)
  const added = valuesFor(required, { ...text, text: text.text.replace(/[?!.\s]+$/, '') }, best.action)
  if (Object.keys(added).length === 0) return []
  return [
    complete(best.action, best.score, { values: { ...best.values, ...added }, sureness: {} }, background),
  ]
}
