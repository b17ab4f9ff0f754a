import type { Candidate } from './candidate.ts'

const SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'
const ORDINALS = 'first second third fourth fifth sixth seventh eighth ninth tenth'

const VALUES: ReadonlyMap<string, number> = new Map([
  ...SMALL.split(' ').map((word, value): [string, number] => [word, value]),
  ...TENS.split(' ').map((word, index): [string, number] => [word, 20 + 10 * index]),
  ['dozen', 12],
])
const SCALES: ReadonlyMap<string, number> = new Map([
  ['hundred', 100],
  ['thousand', 1_000],
  ['k', 1_000],
  ['million', 1_000_000],
  ['m', 1_000_000],
  ['mn', 1_000_000],
  ['billion', 1_000_000_000],
  ['bn', 1_000_000_000],
  ['b', 1_000_000_000],
  ['trillion', 1_000_000_000_000],
])

const DIGITS =
  /(?<![\p{L}\p{N}_/-])(?<![\p{N}][.,:])([-+−]?)\s?([$€£¥]?)(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)(?:(st|nd|rd|th)\b|\s?(%)|([kKM]|[bm]n|B)\b|\s(hundred|thousand|million|billion|trillion)\b)?(?:\s?(-?\p{L}[\p{L}²³/]*|°\s?\p{L}?))?/gu
const WORDS = [...VALUES.keys()].join('|')
const SPELLED = new RegExp(
  `\\b(?:(?:${WORDS})(?:[\\s-]+(?:and[\\s-]+)?(?:${WORDS}|hundred|thousand|million|billion))*)\\b(?:\\s?(percent))?(?:[\\s-]([a-z]+))?`,
  'gi',
)
const ORDINAL = new RegExp(`\\b(?:${ORDINALS.replaceAll(' ', '|')})\\b`, 'gi')

/** Every number of a text: digits, `$1.2M`, `5%`, `18th`, and words up to billions. */
export function numbersIn(text: string): Candidate[] {
  return [...digitNumbers(text), ...spelledNumbers(text)].sort((a, b) => a.start - b.start)
}

function digitNumbers(text: string): Candidate[] {
  return [...text.matchAll(DIGITS)].flatMap((match) => {
    const [all, sign = '', currency = '', digits = '', ordinal, percent, short, scale, unit] = match
    const after = text[match.index + all.length] ?? ''
    // 3rd-party, 12ab and 2023-04-12 are no numbers.
    if (!unit && /[\p{L}_]/u.test(after)) return []
    const factor = SCALES.get((scale ?? short ?? '').toLowerCase()) ?? 1
    const magnitude = Number(digits.replaceAll(',', '')) * factor
    const compass = unit && /^[SW]$/.test(unit) && digits.includes('.') ? -1 : 1
    const value = (/[-−]/.test(sign) ? -1 : 1) * compass * magnitude
    const rawEnd = match.index + all.length - (unit ? unit.length : 0)
    const start = match.index + (all.length - all.trimStart().length)
    const end =
      rawEnd -
      (all.slice(0, rawEnd - match.index).length - all.slice(0, rawEnd - match.index).trimEnd().length)
    return [
      {
        kind: 'number',
        start,
        end,
        text: text.slice(start, end),
        number: Number(value.toPrecision(15)),
        percent: Boolean(percent) || /^percent/i.test(unit ?? ''),
        unit: currency || (unit ?? '').replace(/^-/, '').toLowerCase(),
        ordinal: Boolean(ordinal),
        ...(short === 'K' && !currency && { kelvin: value / factor }),
      } satisfies Candidate,
    ]
  })
}

function spelledNumbers(text: string): Candidate[] {
  const spelled = [...text.matchAll(SPELLED)].flatMap((match): Candidate[] => {
    const [all, percent, unit] = match
    const phrase = all.slice(0, all.length - (unit ? unit.length + 1 : 0)).replace(/\s?percent$/i, '')
    const value = valueOfWords(phrase)
    // "one" is mostly a pronoun.
    if (value === null || (phrase.toLowerCase() === 'one' && !unit)) return []
    const end = match.index + phrase.length
    return [
      {
        kind: 'number',
        start: match.index,
        end,
        text: phrase,
        number: value,
        percent: Boolean(percent),
        unit: (unit ?? '').toLowerCase(),
        spelled: true,
      },
    ]
  })
  const ordinals = [...text.matchAll(ORDINAL)].map(
    ({ 0: word, index }): Candidate => ({
      kind: 'number',
      start: index,
      end: index + word.length,
      text: word,
      number: ORDINALS.split(' ').indexOf(word.toLowerCase()) + 1,
      ordinal: true,
      spelled: true,
    }),
  )
  return [...spelled, ...ordinals]
}

/** The value of "three", "twenty-five", "two hundred and ten thousand"; null where it is none. */
export function valueOfWords(phrase: string): number | null {
  let total = 0
  let part = 0
  let seen = false
  for (const word of phrase.toLowerCase().split(/[\s-]+/)) {
    const value = VALUES.get(word)
    const scale = SCALES.get(word)
    if (value !== undefined) part += value
    else if (scale === 100) part = (part || 1) * 100
    else if (scale) {
      total += (part || 1) * scale
      part = 0
    } else if (word !== 'and') return null
    seen ||= word !== 'and'
  }
  return seen ? total + part : null
}
