import { splitIdentifier, type Token, tokensOf } from '../builtin/match/tokens.ts'

/** Words that any action could have in its trigger: they don't say what it is about. */
const EMPTY = new Set(
  `find search retrieve fetch look lookup see view display check list call run execute invoke perform do handle process
  answer answering respond response reply message chat conversation query task assist assistance support help information
  info data detail details item items object objects record records result results stuff matter topic service system
  necessary needed required appropriate relevant useful applicable suitable general generic
  whenever somebody anybody everybody nobody`.split(/\s+/),
)
const EMPTY_STEMS = new Set([...EMPTY].flatMap((word) => tokensOf(word).map(({ stem }) => stem)))

export const isEmpty = ({ word, stem }: Token): boolean => EMPTY.has(word) || EMPTY_STEMS.has(stem)

const ASKER =
  /\b(?:the |a |an |any |some )?(?:user|customer|client|employee|member|person|visitor|caller|guest|agent|colleague|someone|somebody|anyone|anybody)s? (?=(?:asks?|wants?|needs?|requests?|would|wishes|wonders|is looking|are looking)\b)/gi

/** A trigger without whoever asks: they are in most triggers, and in no question. */
export const withoutAsker = (trigger: string): string => trigger.replace(ASKER, '')

/** The words of a text that say what it is about. */
export const substanceOf = (text: string): Token[] =>
  tokensOf(splitIdentifier(text)).filter((token) => !isEmpty(token))
