import type { ActionInput } from '../../domain/action.ts'
import { unusable } from '../problem.ts'
import type { OpenApiImport } from '../schemas.ts'
import { serviceOf } from '../shared/service-name.ts'
import { withoutTokens } from '../shared/token-shapes.ts'
import { wordsOf } from '../shared/words.ts'
import { Document, isRecord, type JsonObject, member, textOf, Unusable } from './document.ts'
import { type OperationSource, operationDraft } from './operation-draft.ts'
import { plainText } from './plain-text.ts'
import { readDocument } from './read-document.ts'
import { Secrets } from './secrets.ts'
import { credentialsOf } from './security.ts'
import { serverOf } from './server.ts'

/** Reading comes first: it is what most want, and what does no harm. */
const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete'] as const
const OTHER_METHODS = ['options', 'trace']
const MOST_OPERATIONS = 5_000

/**
 * Makes a draft of each operation of an OpenAPI 3.0 or 3.1 document, given as an object or as text in JSON or YAML.
 * Nothing is fetched: references that lead out of the document cost what they stand in.
 * @throws {Problem} `validation_failed` at `document` where there is nothing to make drafts of
 */
export function importOpenApi(given: unknown): OpenApiImport {
  const document = new Document(readDocument(given))
  const warnings: string[] = []
  const notes = new Set<string>()
  const sources = operationsOf(document, warnings)
  const secrets = new Secrets(serviceName(document))
  const drafts: { method: string; action: ActionInput }[] = []
  for (const source of sources) {
    const where = `${source.words.method} ${shown(source.words.path)}`
    try {
      const { action, notes: own } = operationDraft(document, source, secrets, notes)
      drafts.push({ method: source.words.method.toLowerCase(), action })
      if (own.length > 0) warnings.push(`${where}: ${own.join('; ')}.`)
    } catch (error) {
      if (!(error instanceof Unusable) && !(error instanceof RangeError)) throw error
      warnings.push(
        `${where} was left out: ${error instanceof Unusable ? plainText(error.message, 300) : 'it is nested too deeply'}.`,
      )
    }
  }
  if (drafts.length === 0 && warnings.length === 0) throw unusable('document', 'has no operations')
  const order = (method: string) => METHODS.indexOf(method as 'get')
  const actions = drafts.sort((a, b) => order(a.method) - order(b.method)).map(({ action }) => action)
  return {
    actions,
    warnings: [...generalWarnings(document, actions, secrets, notes), ...warnings].map(withoutTokens),
  }
}

function operationsOf(document: Document, warnings: string[]): OperationSource[] {
  const sources: OperationSource[] = []
  for (const [path, given] of Object.entries(member(document.root, 'paths') as JsonObject)) {
    document.startOperation()
    if (!path.startsWith('/')) continue
    let item: JsonObject | null = null
    try {
      item = document.object(given)
    } catch (error) {
      if (!(error instanceof Unusable)) throw error
      warnings.push(`${shown(path)} was left out: ${error.message}.`)
    }
    for (const method of [...METHODS, ...OTHER_METHODS]) {
      const operation = member(item, method)
      if (item === null || operation === undefined) continue
      const where = `${method.toUpperCase()} ${shown(path)}`
      if (!isRecord(operation)) warnings.push(`${where} was left out: it is no object.`)
      else if (OTHER_METHODS.includes(method))
        warnings.push(`${where} was left out: an action can't have this method.`)
      else if (member(operation, 'deprecated') === true)
        warnings.push(`${where} was left out: it is deprecated.`)
      else sources.push({ words: wordsOfOperation(method, path, item, operation), item, operation })
      if (sources.length > MOST_OPERATIONS)
        throw unusable('document', `has more than ${MOST_OPERATIONS} operations: import a part of it`)
    }
  }
  return sources
}

const wordsOfOperation = (method: string, path: string, item: JsonObject, operation: JsonObject) => ({
  method: method.toUpperCase(),
  path,
  id: textOf(operation, 'operationId'),
  summary: textOf(operation, 'summary') || textOf(item, 'summary'),
  description: textOf(operation, 'description'),
})

const shown = (path: string): string => path.slice(0, 120).replace(/[^\x20-\x7e]/g, '?')

/** By its host, else the first word of its title. */
function serviceName(document: Document): string | null {
  document.startOperation()
  try {
    const { host } = serverOf(document, {}, {}, new Set())
    const service = host === null ? null : serviceOf(host)
    if (service) return service
  } catch (error) {
    if (!(error instanceof Unusable)) throw error
  }
  const info = member(document.root, 'info')
  const word = wordsOf(isRecord(info) ? textOf(info, 'title') : '').find(
    (each) => !/^(?:the|a|an|my|api|rest|\d.*)$/.test(each),
  )
  return word ?? null
}

/** What goes for the document as a whole, said once. */
function generalWarnings(
  document: Document,
  actions: ActionInput[],
  secrets: Secrets,
  notes: Set<string>,
): string[] {
  const general = [...notes]
  document.startOperation()
  const names = secrets.all
  if (names.length > 0) general.unshift(`These are secrets that you have to put: ${names.join(', ')}.`)
  else if (actions.length > 0 && !saysNothingIsNeeded(document))
    general.unshift(
      'The document does not say how requests are signed in: add a header with a secret where the service wants one.',
    )
  const deleting = actions.filter(({ requires_approval }) => requires_approval).length
  if (deleting > 0) general.push(`Actions that delete something ask for approval first: ${deleting}.`)
  for (const key of ['webhooks'])
    if (isRecord(member(document.root, key)))
      general.push('Webhooks were left out: they are calls that the service makes.')
  return general
}

const saysNothingIsNeeded = (document: Document): boolean => {
  try {
    return credentialsOf(document, {}, []) !== null
  } catch {
    return false
  }
}
