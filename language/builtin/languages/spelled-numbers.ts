const TENS = 'zwanzig dreissig vierzig fuenfzig sechzig siebzig achtzig neunzig'.split(' ')
const ONES = 'ein zwei drei vier fuenf sechs sieben acht neun'.split(' ')
const NUMBER = new RegExp(
  `^(?:(${ONES.join('|')})?hundert(?:und)?)?(?:(${ONES.join('|')})und(${TENS.join('|')})|(\\p{L}+))?$`,
  'u',
)

/** "einundzwanzig" as "twenty-one", "dreihundertfünf" as "three hundred five"; null where it is no such number. */
export function spelledNumber(word: string, small: ReadonlyMap<string, string>): string | null {
  if (!/und|hundert/.test(word)) return null
  const match = NUMBER.exec(word)
  if (!match) return null
  const [, hundreds, one, ten, rest] = match
  const hasHundred = word.includes('hundert')
  const parts = hasHundred ? [oneIn(hundreds ?? 'ein', small), 'hundred'] : []
  if (one && ten) return [...parts, `${small.get(ten) ?? ''}-${oneIn(one, small)}`].join(' ')
  if (!hasHundred) return null
  if (!rest) return parts.join(' ')
  const last = small.get(rest)
  return last &&
    /^(?:\w+teen|ten|eleven|twelve|one|two|three|four|five|six|seven|eight|nine|\w+ty)$/.test(last)
    ? [...parts, last].join(' ')
    : null
}

const oneIn = (word: string, small: ReadonlyMap<string, string>): string =>
  word === 'ein' ? 'one' : (small.get(word) ?? '')
