import { askForText, noMatchText } from '../domain/answer-text.ts'
import type { ConversationMessage, Match, PendingMatch, Understanding } from '../domain/language.ts'
import type { LanguageEngine } from '../language/engine.ts'
import type { Line } from './line.ts'
import { offeredBy } from './offered.ts'

const LIMIT_MS = 120_000

/** What the engine makes of a line's question, after what was said before, as in a session. Nothing runs. */
export async function ask(engine: LanguageEngine, line: Line): Promise<Understanding> {
  const actions = offeredBy(line)
  const history: ConversationMessage[] = []
  let pending: PendingMatch[] = []
  const understand = (question: string): Promise<Understanding> =>
    engine.understand(
      { question, history: [...history], user: line.user, instructions: '', actions, pending },
      AbortSignal.timeout(LIMIT_MS),
    )
  for (const message of line.before) {
    const { matches, nearest, content } = await understand(message)
    const open = matches.filter(({ missing }) => missing.length > 0)
    pending = open.map(({ action_id, parameters, missing }) => ({ action_id, parameters, missing }))
    const asked = open.map(({ action_id, missing }) =>
      askForText(
        action_id,
        actions.find(({ id }) => id === action_id)?.parameters.filter(({ name }) => missing.includes(name)) ??
          [],
      ),
    )
    const ran = matches
      .filter(({ missing }) => missing.length === 0)
      .map(({ action_id }) => `${action_id}: done.`)
    const said = [...ran, ...asked].join('\n\n') || (content ?? noMatchText(nearest))
    history.push(
      { role: 'user', content: message },
      { role: 'assistant', content: said, actions: matches.map(past) },
    )
  }
  return understand(line.question)
}

const past = ({ action_id, parameters, missing }: Match) => ({
  id: action_id,
  name: action_id,
  status: missing.length > 0 ? 'needs_parameters' : 'succeeded',
  parameters,
})
