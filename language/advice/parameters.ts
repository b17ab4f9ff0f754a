import type { Parameter } from '../../domain/action.ts'
import { allowedWords } from '../builtin/extract/enums.ts'
import { wordsOf } from '../builtin/match/tokens.ts'
import { quotedList } from '../words.ts'

/** A rule's sentence where the parameter breaks it, after "Parameter 'x' ". */
type Rule = (parameter: Parameter, key: string) => string | null

const EXAMPLE = /\d|such as|\be\.?g\b|for example|for instance|\blike\b|starts? with|\bformat\b/i
const QUANTITY =
  /(?:^|_)(?:amount|price|cost|fee|budget|salary|total|duration|timeout|delay|interval|weight|mass|distance|radius|length|height|width|depth|speed|temperature)$/
const UNIT =
  /\b(?:milli|micro)?seconds?\b|\bminutes?\b|\bhours?\b|\bdays?\b|\bweeks?\b|\bmonths?\b|\byears?\b|\bms\b|\b(?:kilo|milli)?grams?\b|\bk?g\b|\bpounds?\b|\blbs?\b|\bounces?\b|\btons?\b|\btonnes?\b|\b(?:kilo|centi|milli)?met(?:er|re)s?\b|\b[kcm]?m\b|\bmiles?\b|\bfeet\b|\binch(?:es)?\b|\beuros?\b|\bdollars?\b|\bcents?\b|\b(?:eur|usd|gbp|chf|jpy)\b|\bcurrenc|\bpercent|%|[€$£]|\bcelsius\b|\bfahrenheit\b|\bkelvin\b|°|\b[kmgt]i?b\b|\bbytes?\b|\bpixels?\b|\bpoints\b|\bhow many\b|\bnumber of\b|\bcount of\b|\bin (?:the )?units?\b|\b(?:from|between) \d|\bkm\/h\b|\bmph\b|\bknots\b/i
const DATE = /(?:^|_)(?:date|datetime|timestamp|birthday|deadline)(?:$|_)/
const DATE_FORMAT =
  /yyyy|\biso\b|\brfc\b|\bunix\b|\bformats?\b|\d{4}|\d[./-]\d|such as|for example|\be\.?g\b/i
const LISTED =
  /(?:^|_)(?:status|type|kind|category|priority|severity|units?|mode|level|format|environment|env|sort_by|tier)$/
const LISTS =
  /such as|for example|\be\.?g\b|\blike\b|\bone of\b|\beither\b|\bor\b|:|(?:^|[\s(])['"`“]|\bcode\b|\bISO\b|\d/i
const ID = /(?:^|_)(?:id|ids|uuid|reference|ref|code|sku)$|_number$/
const WHOSE = /\b(?:of|for|from|whose|by which|belong\w*|assigned|related|given)\b|['’]s\b/i
const STATEMENT =
  /\b(?:whether|true|false|enables?|disables?|allows?|if|only|when|yes|includes?|excludes?|also|is|are|was|were|has|have|should|must|does?|sends?|shows?|skips?|sets?|with|without|even|instead|not|to)\b/i
const SAYS_DEFAULT =
  /\bdefaults? (?:is|to|value|=|:)|\bdefault:|\bby default\b|\bdefaults to\b|\b(?:if|when|where) (?:it is )?(?:omitted|left out|not given|missing|empty)\b.*\b(?:is|are) (?:used|taken|assumed)\b/i
const FILLING = new Set(['the', 'a', 'an', 'this', 'value', 'parameter', 'field', 'argument', 'string'])

const bare = (text: string): string[] => wordsOf(text).filter((word) => !FILLING.has(word))
const sameWords = (some: string[], others: string[]): boolean => some.join(' ') === others.join(' ')

const RULES: Rule[] = [
  ({ description, type }) =>
    description.trim()
      ? null
      : type === 'boolean'
        ? "has no description. Say what is so where it is true: 'Whether …'."
        : 'has no description. Say what it is and how it looks, with an example, so that it is found in questions and asked for well.',
  ({ name, description }) =>
    sameWords(bare(description), bare(name))
      ? 'is described by its own name. Add what the name does not say: of what it is, how it looks, an example.'
      : null,
  ({ default: fallback, description }) =>
    fallback === null && SAYS_DEFAULT.test(description)
      ? 'is said to have a default, but none is set. Set default, or the value is left out or asked for.'
      : null,
  ({ type, description, name }, key) =>
    type === 'number' && QUANTITY.test(key) && !UNIT.test(`${name.replaceAll('_', ' ')} ${description}`)
      ? "is a number without a unit. Name it, such as 'in minutes' or 'in euros'."
      : null,
  ({ type, description }, key) =>
    type === 'string' && DATE.test(key) && !DATE_FORMAT.test(description)
      ? "is a date without a format. Name it, such as 'YYYY-MM-DD'."
      : null,
  ({ type, description }, key) =>
    type === 'string' && LISTED.test(key) && allowedWords(description).length < 2 && !LISTS.test(description)
      ? "seems to take certain words only, which its description doesn't list. List them: 'One of: low, normal, high.'"
      : null,
  ({ type, description }, key) =>
    type !== 'boolean' && ID.test(key) && !EXAMPLE.test(description) && !WHOSE.test(description)
      ? "identifies something, but its description doesn't say what, and has no example. Say it: 'The number of the order, such as A-1042'."
      : null,
  ({ type, description }) =>
    type === 'boolean' && !STATEMENT.test(description)
      ? "is true or false, but its description is no statement that can be either. Write one: 'Whether the customer is to be told'."
      : null,
]

/** What is wrong with the parameters' descriptions, one sentence each, in the parameters' order. */
export function parameterAdvice(parameters: readonly Parameter[]): string[] {
  const found = parameters.flatMap((parameter) => {
    const key = wordsOf(parameter.name).join('_')
    for (const rule of RULES) {
      const problem = rule(parameter, key)
      if (problem) return [`Parameter '${parameter.name}' ${problem}`]
    }
    return []
  })
  return [...found, ...twinAdvice(parameters)]
}

/** Parameters of one kind whose descriptions are the same: a value could go to either. */
function twinAdvice(parameters: readonly Parameter[]): string[] {
  const groups = new Map<string, string[]>()
  for (const { name, type, description } of parameters) {
    const words = bare(description)
    if (words.length === 0 || type === 'boolean') continue
    const key = `${type} ${words.join(' ')}`
    groups.set(key, [...(groups.get(key) ?? []), name])
  }
  return [...groups.values()]
    .filter((names) => names.length > 1)
    .map(
      (names) =>
        `Parameters ${quotedList(names)} have the same description, so that a value could go to either. Say what each is for, such as 'The currency to convert from' and 'The currency to convert to'.`,
    )
}
