import type { ParameterValues } from '../../domain/action.ts'
import type { OfferedAction } from '../../domain/language.ts'
import type { ReadText } from './extract/extract.ts'
import { readAction } from './match/score.ts'
import { similarity, tokensOf } from './match/tokens.ts'

/** Words of time and of talk, which a message may have beside its values. */
const PASSING =
  /^(?:next|last|past|previous|coming|ago|hours?|minutes?|seconds?|weeks?|months?|years?|weekend|today|yesterday|tomorrow|tonight|morning|evening|meant?|sorry|wrong|correction|instead|rather|oops|nope|oh|ah|wait|typo|mistake|again|status)$/

/** Whether a message has no word of substance but values and the action's own: "and 3 more beers" has. */
export function isOnlyAbout(text: ReadText, action: OfferedAction, values: ParameterValues): boolean {
  const { head, parameters } = readAction(action)
  const said = [...Object.values(values).map(String), ...text.literals.map((one) => one.text)]
  const inValues = new Set(tokensOf(said.join(' ')).map(({ stem }) => stem))
  return text.tokens.every(
    (token) =>
      token.weight < 1 ||
      PASSING.test(token.word) ||
      inValues.has(token.stem) ||
      [...head, ...parameters].some((own) => similarity(own, token) >= 0.6),
  )
}
