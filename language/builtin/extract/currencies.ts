import type { Parameter } from '../../../domain/action.ts'
import type { Candidate, Word } from './candidate.ts'

/** Currencies by the words for them; of those that several countries have, the most traded one is meant. */
const CODES: ReadonlyMap<string, string> = new Map(
  `dollar USD, dollars USD, buck USD, bucks USD, euro EUR, euros EUR, pound GBP, pounds GBP, sterling GBP, yen JPY, yuan CNY,
  renminbi CNY, rupee INR, rupees INR, franc CHF, francs CHF, won KRW, peso MXN, pesos MXN, real BRL, reais BRL, zloty PLN,
  lira TRY, liras TRY, rand ZAR, shekel ILS, shekels ILS, baht THB, forint HUF, ruble RUB, rubles RUB, rouble RUB, roubles RUB`
    .split(',')
    .map((pair) => pair.trim().split(' '))
    .map(([word = '', code = '']): [string, string] => [word, code]),
)

/** "1250 *dollars* to *euros*": the words for currencies. */
export const currenciesIn = (words: Word[]): Candidate[] =>
  words.flatMap(({ lower, text, start, end }): Candidate[] => {
    const code = CODES.get(lower)
    return code ? [{ kind: 'currency', start, end, text, code }] : []
  })

/** How well a currency suits a parameter; -Infinity where that takes none. */
export const currencyFit = ({ name, description }: Parameter): number =>
  /currenc/i.test(`${name} ${description}`) ? 3 : Number.NEGATIVE_INFINITY

/** "USD" where the description speaks of codes, else the word as it was said. */
export const currencyValue = ({ description }: Parameter, { code, text }: Candidate): string =>
  code && /\bcodes?\b|\bISO\b|\b[A-Z]{3}\b/.test(description) ? code : text
