import { Context } from '@temporalio/activity'
import type { ParameterValues } from '../domain/action.ts'
import type { FilledParameters, FillInput } from '../domain/activity-contract.ts'
import type { Filled } from '../domain/language.ts'
import { PII_OFF, piiSettingsOf } from '../domain/pii/settings.ts'
import type { ActivityDependencies } from './dependencies.ts'
import { findDefinition } from './find-definition.ts'
import { withHeartbeat } from './heartbeat.ts'
import { asModelFailure } from './model-failure.ts'
import { offerOf } from './offered-actions.ts'
import { personalConversation } from './personal-conversation.ts'
import { readSession } from './read-session.ts'
import { stepSince } from './steps.ts'
import { takenValues } from './taken-values.ts'

/** Messages whose answers may hold a value, the newest. */
const HISTORY_MESSAGES = 20

/**
 * Takes the open parameters of a match from outputs and earlier answers. Those are data from outside: whatever they
 * say, all that can come of it is a value for one of these parameters.
 * @throws {ApplicationFailure} `ModelFailed`
 */
export async function fillParameters(
  { storage, catalogue, language }: ActivityDependencies,
  { guru, session_id, question, plan, parameters, open, outputs, earlier_answers }: FillInput,
): Promise<FilledParameters> {
  const startedAt = Date.now()
  const [known, conversation] = await Promise.all([
    catalogue.get(guru),
    readSession(storage, session_id, HISTORY_MESSAGES),
  ])
  const definition = await findDefinition(storage, known, { plan, draft: null })
  if (!definition)
    return { parameters: {}, missing: open.map(asked), steps: [stepSince('extract', startedAt, true)] }
  const action = offerOf(plan.id ?? '', definition)
  const personal = await personalConversation(known ? piiSettingsOf(known.guru) : PII_OFF, conversation)
  const answers = (personal ?? conversation).history.filter(({ role }) => role === 'assistant')
  const request = {
    question,
    action,
    parameters,
    open,
    sources: [
      ...outputs,
      ...(earlier_answers ? answers.map(({ content }) => ({ name: 'earlier answer', text: content })) : []),
    ],
    ...(personal && { tokens: personal.tokens }),
  }
  const filled = await withHeartbeat(() =>
    language.fill(request, Context.current().cancellationSignal),
  ).catch((error: unknown) => {
    throw asModelFailure(error)
  })
  const found = takenValues(onlyOpen(open, filled), action, plan, personal)
  const pii = personal?.boxesFor([found]) ?? []
  return {
    parameters: found,
    missing: open.filter(({ parameter }) => !Object.hasOwn(found, parameter)).map(asked),
    steps: [stepSince('extract', startedAt)],
    ...(pii.length > 0 && { pii }),
    ...(filled.usage && { usage: filled.usage }),
  }
}

type Open = FillInput['open'][number]

const asked = ({ parameter, what }: Open): FilledParameters['missing'][number] => ({
  name: parameter,
  description: what,
})

/** Nothing but the open parameters, whatever the engine says. */
const onlyOpen = (open: Open[], { parameters }: Filled): ParameterValues =>
  Object.fromEntries(
    Object.entries(parameters).filter(([name]) => open.some(({ parameter }) => parameter === name)),
  )
