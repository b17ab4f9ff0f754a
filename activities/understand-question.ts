import { Context } from '@temporalio/activity'
import type { UnderstandInput, UnderstoodMatch, UnderstoodQuestion } from '../domain/activity-contract.ts'
import { soundMatches } from '../domain/answer-plan.ts'
import type { Match } from '../domain/language.ts'
import { PII_OFF, piiSettingsOf } from '../domain/pii/settings.ts'
import { type MatchExplanation, planOf } from '../domain/workflow-contract.ts'
import { explain } from '../language/explain/explain.ts'
import type { ActionDocument } from '../storage/models.ts'
import type { ActivityDependencies } from './dependencies.ts'
import { withHeartbeat } from './heartbeat.ts'
import { asModelFailure } from './model-failure.ts'
import { enabledOf, offer, offersOf } from './offered-actions.ts'
import { personalConversation } from './personal-conversation.ts'
import { readSession } from './read-session.ts'
import { stepSince } from './steps.ts'

/** What of a session an engine reads at most, newest messages. */
const HISTORY_MESSAGES = 20

/**
 * Finds the enabled actions that a question asks for, and their parameters.
 * @throws {ApplicationFailure} `ModelFailed`
 */
export async function understandQuestion(
  { storage, catalogue, language }: ActivityDependencies,
  { guru, session_id, question, user, tokens, explain: isExplained }: UnderstandInput,
): Promise<UnderstoodQuestion> {
  const startedAt = Date.now()
  const [known, conversation] = await Promise.all([
    catalogue.get(guru),
    readSession(storage, session_id, HISTORY_MESSAGES),
  ])
  const actions = enabledOf(known?.actions ?? [])
  const offered = offersOf(actions)
  const settings = known ? piiSettingsOf(known.guru) : PII_OFF
  const personal = await personalConversation(settings, conversation, tokens)
  const { history, pending } = personal ?? conversation
  const request = {
    question,
    history,
    user,
    instructions: known?.guru.instructions ?? '',
    actions: offered,
    pending,
    ...(personal && { tokens: personal.tokens }),
  }
  const understanding = await withHeartbeat(() =>
    language.understand(request, Context.current().cancellationSignal),
  ).catch((error: unknown) => {
    throw asModelFailure(error)
  })
  // An engine finds actions and their parameters in one go: the two steps share their time.
  const step = stepSince('detect', startedAt)
  const byId = new Map(actions.map((action) => [action._id, action]))
  const matches = soundMatches(understanding.matches, offered).flatMap((match) => {
    const action = byId.get(match.action_id)
    const checked = action && personal?.checked(match, offer(action))
    return action ? [understoodMatch(action, checked ?? match)] : []
  })
  const pii = personal?.boxesFor(matches.map(({ parameters }) => parameters)) ?? []
  return {
    matches,
    nearest: understanding.nearest.flatMap((id) => byId.get(id)?.definition.name ?? []),
    content: understanding.content,
    steps: [step, { ...step, name: 'extract', started_at: new Date().toISOString(), duration_ms: 0 }],
    ...(pii.length > 0 && { pii }),
    ...(understanding.language && { language: understanding.language }),
    ...(understanding.usage && { usage: understanding.usage }),
    ...(isExplained && { explanation: explanationOf() }),
  }

  function explanationOf(): MatchExplanation {
    const { considered, threshold } = explain(language.name, request, understanding.matches)
    return {
      considered: considered.map(({ action_id: id, ...rest }) => ({
        action: { id, name: byId.get(id)?.definition.name ?? '' },
        ...rest,
      })),
      threshold,
    }
  }
}

function understoodMatch(
  action: ActionDocument,
  { score, parameters, missing, from_outputs }: Match,
): UnderstoodMatch {
  return {
    plan: planOf(action.definition, { id: action._id, version: action.version }),
    score,
    parameters,
    missing: action.definition.parameters
      .filter(({ name }) => missing.includes(name))
      .map(({ name, description }) => ({ name, description })),
    ...(from_outputs && { from_outputs }),
  }
}
