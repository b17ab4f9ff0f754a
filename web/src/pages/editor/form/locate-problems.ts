import { ProblemError } from '../../../api/client.ts'
import { texts } from '../../../texts/en/index.ts'
import { declaredSecrets } from './named-secrets.ts'
import type { ActionValues } from './values.ts'

/** What is wrong with an action, sorted by where it is shown. */
export interface Located {
  /** By the path of the form's field. */
  fields: Record<string, string>
  /** The API's paths of all that is among them. */
  shown: string[]
}

const PLAIN = new Set([
  'name',
  'description',
  'trigger',
  'parameters',
  'usage_instructions',
  'timeout_seconds',
  'requires_approval',
  'approval_timeout_seconds',
  'secrets',
  'schedule.cron',
  'schedule.timezone',
])
const OF_TYPE = {
  api_call: new Set(['api_call.url', 'api_call.headers', 'api_call.body', 'api_call.idempotency_key']),
  python: new Set(['python.code']),
}
const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,200}$/

/** Finds the field of each problem that the API has named; of several problems of one field the first is shown. */
export function locateProblems(error: unknown, values: ActionValues): Located {
  const located: Located = { fields: {}, shown: [] }
  if (!(error instanceof ProblemError)) return located
  for (const { path, message } of error.problem.errors) {
    const place = placeOf(path, message, values)
    if (!place) continue
    located.fields[place.field] ??= place.message
    located.shown.push(path)
  }
  return located
}

interface Place {
  field: string
  message: string
}

function placeOf(path: string, message: string, values: ActionValues): Place | null {
  if (PLAIN.has(path) || OF_TYPE[values.type].has(path)) return { field: path, message }
  const [, header] = /^api_call\.headers\.(.*)$/s.exec(path) ?? []
  if (header !== undefined) return headerPlace(header, message, values)
  const [, scheduled] = /^schedule\.parameters\.(.*)$/s.exec(path) ?? []
  if (scheduled !== undefined) {
    const index = values.parameters.findIndex(({ name }) => name === scheduled)
    return index < 0 ? null : { field: `parameters.${index}.scheduled`, message }
  }
  const [, secret] = /^secrets\.(\d+)$/.exec(path) ?? []
  if (secret !== undefined)
    return { field: 'secrets', message: `${declaredSecrets(values)[Number(secret)]} ${message}` }
  if (/^schedule\.delivery\.(url|secret|when)$/.test(path))
    return values.schedule.delivery ? { field: path, message } : null
  const [, row] = /^parameters\.(\d+)\.(name|type|description|required|default)$/.exec(path) ?? []
  return row !== undefined && values.parameters[Number(row)] ? { field: path, message } : null
}

function headerPlace(header: string, message: string, { api_call: { headers } }: ActionValues): Place | null {
  const index = headers.findIndex(
    ({ name, value }) => (name || value) && name.toLowerCase() === header.toLowerCase(),
  )
  if (index < 0) return null
  const field = `api_call.headers.${index}`
  return HEADER_NAME.test(header)
    ? { field: `${field}.value`, message }
    : { field: `${field}.name`, message: texts.editor.request.headerNameWrong }
}
