import { MATCHES_AT_MOST } from '../../domain/answer-plan.ts'
import type { Match, UnderstandRequest } from '../../domain/language.ts'
import { checkArguments, isRecord } from './arguments.ts'
import type { CallsAnswer } from './ask-calls.ts'
import { type LinkedCall, linked } from './chains.ts'
import { lenientJson } from './lenient-json.ts'
import { type RawReference, rawReferences } from './references.ts'
import type { OfferedTool } from './tools.ts'
import type { RawCall } from './wire/client.ts'

/** What an answer of the model comes to, after all has been checked. */
export interface Plan {
  matches: Match[]
  /** What the model is asked to mend. Values that just are not there are none of it: the user is asked. */
  problems: string[]
}

interface Draft extends LinkedCall {
  tool: string
  match: Match
  wrong: string[]
}

/** The calls of an answer as matches. What can't be used is missing, what was not offered is left out. */
export function planOf(
  answer: CallsAnswer,
  tools: OfferedTool[],
  request: UnderstandRequest,
  earlierAnswers: boolean,
): Plan {
  const problems = answer.problem ? [answer.problem] : []
  const drafts: Draft[] = []
  for (const call of answer.calls) {
    const tool = toolNamed(call.tool, tools)
    if (!tool) {
      const offered = tools.map(({ name }) => name).join(', ')
      problems.push(`There is no tool '${call.tool.slice(0, 80)}'. There are: ${offered || 'none'}.`)
      continue
    }
    const { draft, wrong } = draftOf(call, tool, request)
    problems.push(...wrong)
    const repeated = drafts.some((other) => sameCall(other, draft))
    if (!repeated && drafts.length < MATCHES_AT_MOST) drafts.push(draft)
  }
  const references = linked(drafts, earlierAnswers)
  const matches = drafts.map((draft, index) =>
    completed(draft, toolNamed(draft.tool, tools), references[index] ?? [], request),
  )
  return { matches, problems }
}

function draftOf(call: RawCall, tool: OfferedTool, { tokens }: UnderstandRequest) {
  const { action, name } = tool
  const input = inputOf(call.input)
  const asked = rawReferences(input ?? {}, action.parameters)
  const given = withoutStandIns(input ?? {}, asked)
  const { values, wrong } = checkArguments(given, action.parameters, tokens)
  // A value that is given wins over where it might be found.
  const references = asked.filter(({ parameter }) => !Object.hasOwn(values, parameter))
  const referenced = new Set(references.map(({ parameter }) => parameter))
  const problems = wrong.filter(({ parameter }) => !referenced.has(parameter))
  const draft: Draft = {
    tool: name,
    match: { action_id: action.id, score: 1, parameters: values, missing: [] },
    references,
    wrong: problems.map(({ parameter }) => parameter),
  }
  const told = problems.map(({ parameter, problem }) => `${name}: '${parameter}' ${problem}.`)
  if (!input) told.push(`${name}: the arguments are not a JSON object.`)
  return { draft, wrong: told }
}

/** Where a value is to come from a result, models like to write something in its place, such as `{{order.id}}`. */
const STAND_IN = /^(?:[<{[].*[>}\]]|[$@]\w.*)$/s

function withoutStandIns(
  input: Record<string, unknown>,
  references: RawReference[],
): Record<string, unknown> {
  const standsIn = (name: string, value: unknown) =>
    typeof value === 'string' &&
    !/^<<\w+>>$/.test(value.trim()) &&
    references.some(
      ({ parameter, tool, what }) =>
        parameter === name && (STAND_IN.test(value.trim()) || value === tool || value === what),
    )
  return Object.fromEntries(Object.entries(input).filter(([name, value]) => !standsIn(name, value)))
}

/** Fills in what an earlier message gave and the defaults, and says what is missing. */
function completed(
  { match, references, wrong }: Draft,
  tool: OfferedTool | undefined,
  kept: NonNullable<Match['from_outputs']>,
  { pending }: UnderstandRequest,
): Match {
  const known = pending.find(({ action_id }) => action_id === match.action_id)?.parameters ?? {}
  const parameters: Match['parameters'] = {}
  const missing: string[] = []
  for (const { name, required, default: fallback } of tool?.action.parameters ?? []) {
    if (Object.hasOwn(match.parameters, name)) parameters[name] = match.parameters[name] ?? ''
    else if (kept.some(({ parameter }) => parameter === name)) continue
    // What was said and can't be used is asked for: a default would be something else than what was meant.
    else if (wrong.includes(name)) missing.push(name)
    else if (Object.hasOwn(known, name)) parameters[name] = known[name] ?? ''
    else if (required && references.some(({ parameter }) => parameter === name)) missing.push(name)
    else if (fallback !== null) parameters[name] = fallback
    else if (required) missing.push(name)
  }
  return { ...match, parameters, missing, ...(kept.length > 0 && { from_outputs: kept }) }
}

/** Arguments as an object; null where they are none. No arguments at all are an empty one. */
function inputOf(input: unknown): Record<string, unknown> | null {
  if (input === null || input === undefined) return {}
  if (isRecord(input)) return input
  if (typeof input !== 'string') return null
  if (input.trim() === '') return {}
  const read = lenientJson(input)
  return isRecord(read) ? read : null
}

function toolNamed(name: string, tools: OfferedTool[]): OfferedTool | undefined {
  const plain = name.trim().replace(/^functions\./, '')
  return (
    tools.find((tool) => tool.name === plain) ??
    tools.find((tool) => tool.name.toLowerCase() === plain.toLowerCase())
  )
}

const sameCall = (a: Draft, b: Draft): boolean =>
  JSON.stringify([a.match, a.references, a.wrong]) === JSON.stringify([b.match, b.references, b.wrong])
