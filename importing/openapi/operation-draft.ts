import {
  type ActionInput,
  type ApiCall,
  actionInputSchema,
  LIMITS,
  type Parameter,
} from '../../domain/action.ts'
import { templateProblems } from '../../domain/template.ts'
import { literalText } from '../shared/literal-text.ts'
import { lettered, Names, parameterName } from '../shared/names.ts'
import { type BodyNotes, bodyOf, bodyTemplate } from './body.ts'
import { type Document, type JsonObject, Unusable } from './document.ts'
import { type Field, parameterOf } from './field.ts'
import { nameOf, type OperationWords, triggerOf } from './operation-texts.ts'
import { plainText } from './plain-text.ts'
import { requestFields } from './request-fields.ts'
import type { Secrets } from './secrets.ts'
import { credentialsOf } from './security.ts'
import { serverOf } from './server.ts'

export interface OperationSource {
  words: OperationWords
  item: JsonObject
  operation: JsonObject
}

/** @throws {Unusable} where the operation can't become an action */
export function operationDraft(
  document: Document,
  { words, item, operation }: OperationSource,
  secrets: Secrets,
  documentNotes: Set<string>,
): { action: ActionInput; notes: string[] } {
  document.startOperation()
  const notes: string[] = []
  const used = new Set<string>()
  const secret = (label: string): string => {
    const name = secrets.nameFor(label)
    used.add(name)
    return `{${name}}`
  }
  const credentials = credentialsOf(document, operation, notes)
  const read = requestFields(document, words.path, item, operation, (credentials ?? []).length > 0)
  const bodyNotes: BodyNotes = { fields: [], leftOut: read.leftOut, byHand: read.byHand }
  const body =
    words.method === 'GET' || words.method === 'HEAD' ? null : bodyOf(document, operation, bodyNotes)
  const bodyFields =
    body?.type === 'multipart' ? bodyNotes.fields.filter(({ required }) => required) : bodyNotes.fields
  const chosen = choose([...read.fields, ...(body ? bodyFields : [])], notes)
  const parameters = named(chosen, secrets, words.method)

  const server = serverOf(document, item, operation, documentNotes)
  const query = chosen
    .filter(({ place }) => place === 'query')
    .map(({ wire, name }) => `${encodeURIComponent(wire[0] ?? '')}={${name}}`)
  const headers: Record<string, string> = {}
  const set = (name: string, value: string) => {
    if (!Object.keys(headers).some((other) => other.toLowerCase() === name.toLowerCase()))
      headers[name] = value
  }
  for (const credential of credentials ?? []) {
    if (credential.in === 'header') set(credential.name, `${credential.before}${secret(credential.label)}`)
    else if (credential.in === 'cookie') set('Cookie', `${credential.name}=${secret(credential.label)}`)
    else query.unshift(`${encodeURIComponent(credential.name)}=${secret(credential.label)}`)
    if ('basic' in credential && credential.basic) documentNotes.add(BASIC)
  }
  for (const { place, wire } of read.credentials)
    if (place === 'header') set(wire, secret(wire))
    else query.unshift(`${encodeURIComponent(wire)}=${secret(wire)}`)
  for (const { place, wire, name } of chosen) if (place === 'header') set(wire[0] ?? '', `{${name}}`)
  const text = body && bodyTemplate(body, (wire) => secret(wire).slice(1, -1))
  if (body && text !== null) set('Content-Type', body.contentType)

  const host = server.host ?? secret('api host')
  if (server.host === null) documentNotes.add(openHost(host.slice(1, -1)))
  const path = pathTemplate(words.path, chosen)
  const [address = '', given] = path.split('?')
  const pairs = [...(given ? [given] : []), ...query]
  const call: Partial<ApiCall> = {
    method: words.method as ApiCall['method'],
    url: `${server.scheme}://${host}${server.path}${address}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`,
    headers,
    body: text,
  }
  if (read.byHand.length > 0) notes.push(`these have to be written by hand: ${list(read.byHand)}`)
  if (bodyNotes.leftOut.length > 0)
    notes.push(`these were left out, because no parameter can hold them: ${list(bodyNotes.leftOut)}`)
  const action = checked({
    name: secrets.actionName(nameOf(words), words),
    trigger: triggerOf(words),
    description: describe(words),
    parameters,
    type: 'api_call',
    api_call: call as ApiCall,
    requires_approval: words.method === 'DELETE',
    secrets: [...used],
  })
  return { action, notes }
}

const BASIC =
  "A secret of 'Authorization: Basic' is the Base64 of name:password, as this prints it: printf '%s' 'name:password' | base64 -w0"

const openHost = (name: string): string =>
  `The document does not say which host its API is on: put it as the secret ${name}, such as api.example.com, without https://. As a secret it is set once, and no conversation can change where requests go.`

const LISTED = 8
const list = (names: string[]): string => {
  const shown = names.slice(0, LISTED).map((name) => plainText(name, 60))
  return names.length > LISTED ? `${shown.join(', ')} and ${names.length - LISTED} more` : shown.join(', ')
}

/** All that is required, and of the rest what comes first and lies least deep. */
function choose(fields: Field[], notes: string[]): Field[] {
  const required = fields.filter((field) => field.required)
  const optional = fields.filter((field) => !field.required).sort((a, b) => a.wire.length - b.wire.length)
  const wanted = [...required, ...optional]
  const left = wanted.slice(LIMITS.parameters)
  if (required.length > LIMITS.parameters)
    notes.push(
      `it requires ${required.length} parameters, and an action has ${LIMITS.parameters}: the others are missing`,
    )
  else if (left.length > 0)
    notes.push(
      `optional parameters beyond the ${LIMITS.parameters} that an action has were left out: ${list(left.map(({ wire }) => wire.join('.')))}`,
    )
  return wanted.slice(0, LIMITS.parameters)
}

const PLACE_WORD = { path: 'path', query: 'query', header: 'header', body: 'new' } as const

/** Gives each field a name of its own, and makes its parameter. */
function named(fields: Field[], secrets: Secrets, method: string): Parameter[] {
  const names = new Names()
  return fields.map((field) => {
    const wanted = parameterName(field.wire.join('_'))
    const free = (name: string) => !names.has(name) && !secrets.has(name)
    const first = free(wanted) ? wanted : parameterName(`${PLACE_WORD[field.place]}_${wanted}`)
    field.name = names.take(free(first) ? first : lettered(first, 2), (count) => lettered(first, count + 1))
    const reads = method === 'GET' || method === 'HEAD'
    return parameterOf(field, field.name, reads || field.required)
  })
}

function pathTemplate(path: string, fields: Field[]): string {
  const names = new Map(
    fields.flatMap(({ place, wire, name }) => (place === 'path' ? [[wire[0] ?? '', name]] : [])),
  )
  return path
    .split(/(\{[^{}/]+\})/)
    .map((piece) => {
      const name = names.get(piece.slice(1, -1))
      if (piece.startsWith('{') && name) return `{${name}}`
      const text = piece.replace(/[\s"<>\\^`|#]/g, (character) => encodeURIComponent(character))
      return literalText(text, 'url') ?? text
    })
    .join('')
}

function describe({ method, path, summary, description }: OperationWords): string {
  const said = plainText(description || summary, 600)
  const sends = `Sends ${method} ${path.slice(0, 300)}`
  return said === '' ? sends : `${/[.!?…]$/.test(said) ? said : `${said}.`} ${sends}`
}

/** A draft can be saved as it is, or there is none. */
function checked(draft: Partial<ActionInput>): ActionInput {
  const parsed = actionInputSchema.safeParse(draft)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new Unusable(`${issue?.path.join('.').slice(0, 100)} ${issue?.message}`)
  }
  const action = parsed.data
  const [problem] = templateProblems(action.api_call as ApiCall, {
    parameters: action.parameters,
    secrets: action.secrets,
  })
  if (problem) throw new Unusable(`${problem.path.slice(0, 100)} ${problem.message.slice(0, 300)}`)
  return action
}
