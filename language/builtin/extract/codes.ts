import { similarity, type Token, tokensOf } from '../match/tokens.ts'

const CODE =
  /(?<![\d.])(\d{1,6})\s?(?:for|is|means|represents|stands for|denotes|=|:|-|–)\s?([\p{L}][\p{L}\d' -]{1,40})/giu

export interface Code {
  number: number
  tokens: Token[]
}

/** The numbers that a description gives a meaning each: "1 for Berlin, 2 for Hamburg"; empty where it lists fewer than two. */
export function codesIn(description: string): Code[] {
  const codes = [...description.matchAll(CODE)].map(({ 1: number, 2: meaning = '' }) => ({
    number: Number(number),
    tokens: tokensOf(meaning.split(/\s(?:and|or)\s/)[0] ?? ''),
  }))
  return codes.length > 1 ? codes.filter(({ tokens }) => tokens.length > 0) : []
}

/** The number whose meaning stands in the question, by its telling words; null where none or several do. */
export function findCode(codes: Code[], question: Token[]): number | null {
  const shared = (token: Token): boolean =>
    codes.length > 1 && codes.every(({ tokens }) => tokens.some(({ stem }) => stem === token.stem))
  const said = codes.filter(({ tokens }) => {
    const telling = tokens.filter((token) => !shared(token))
    return (
      telling.length > 0 && telling.every((token) => question.some((other) => similarity(token, other) === 1))
    )
  })
  return said.length === 1 ? (said[0]?.number ?? null) : null
}
