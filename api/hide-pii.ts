import { createHmac } from 'node:crypto'
import type { ParameterValues } from '../domain/action.ts'
import type { Naming } from '../domain/pii/hide.ts'
import { labelsIn, nameOf } from '../domain/pii/labels.ts'
import { piiSettingsOf } from '../domain/pii/settings.ts'
import { Problem } from '../domain/problems.ts'
import type { PiiBox } from '../domain/workflow-contract.ts'
import type { GuruDocument, SessionDocument } from '../storage/models.ts'
import { keepPii } from '../storage/sessions.ts'
import type { ApiDependencies } from './dependencies.ts'
import type { Idempotency } from './temporal/workflow-ids.ts'

/*
 * Personal data is put away here, before anything is started or stored: Temporal, MongoDB and the model only ever see
 * tokens, and the values go along in a sealed box that workers alone can open. Where a guru's option is off, all
 * this answers what it was given.
 */

type Deps = Pick<ApiDependencies, 'storage' | 'sealer' | 'adminKey'>

export interface Asked {
  question: string
  user: Record<string, unknown>
}

/** Milliseconds: nothing else in this process happens meanwhile. */
const SEARCH_LIMIT_MS = 1_000
/** Different pieces of personal data in one request: what they stand for must fit into Temporal's messages. */
const MOST_IN_QUESTION = 500
const MOST_IN_PARAMETERS = 2_000
/** How often another question of the same session may be quicker. */
const ATTEMPTS = 20

/** The question with tokens, which the session now knows. @throws {Problem} 422 */
export async function hideInQuestion(
  deps: Deps,
  guru: GuruDocument,
  session_id: string,
  asked: Asked,
): Promise<Asked> {
  if (!piiSettingsOf(guru).enabled) return asked
  const { hide, createNaming } = await hiding(guru)
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const session = await deps.storage.sessions.findById(session_id).lean<SessionDocument>()
    const { taken, known, fingerprintOf } = knownTo(session, deps.adminKey, session_id)
    const naming = createNaming([...taken, ...labelsIn(JSON.stringify(asked))], known)
    const hidden = hide(asked, naming, MOST_IN_QUESTION)
    if (naming.values.size === 0) return hidden
    const fingerprints = Array.from(naming.values, ([token, value]) => fingerprintOf(token, value))
    if (session && (await keepPii(deps.storage, session, { ...boxOf(deps, naming), fingerprints })))
      return hidden
  }
  throw new Problem('unavailable', 'Too many questions came at once in this session. Ask again.', {
    retryAfter: 1,
  })
}

/** The question with tokens that are good for this one look only, beside those of its session. @throws {Problem} 422 */
export async function hideInMatch(
  { storage, adminKey }: Pick<Deps, 'storage' | 'adminKey'>,
  guru: GuruDocument,
  session_id: string | null,
  asked: Asked,
): Promise<Asked & { tokens?: string[] }> {
  if (!piiSettingsOf(guru).enabled) return asked
  const { hide, createNaming } = await hiding(guru)
  const session =
    session_id === null ? null : await storage.sessions.findById(session_id).lean<SessionDocument>()
  const { taken, known } = knownTo(session, adminKey, session_id ?? '')
  const naming = createNaming([...taken, ...labelsIn(JSON.stringify(asked))], known)
  const hidden = hide(asked, naming, MOST_IN_QUESTION)
  return { ...hidden, tokens: [...naming.values.keys()] }
}

/**
 * Parameters with tokens, and what those stand for.
 * @param taken tokens that stand for something already
 * @throws {Problem} 422
 */
export async function hideInParameters(
  deps: Pick<Deps, 'sealer'>,
  guru: GuruDocument,
  parameters: ParameterValues,
  taken: string[] = [],
): Promise<{ parameters: ParameterValues; pii?: PiiBox[] }> {
  if (!piiSettingsOf(guru).enabled) return { parameters }
  const { hide, createNaming } = await hiding(guru)
  const naming = createNaming([...taken, ...labelsIn(JSON.stringify(parameters))])
  const hidden = hide(parameters, naming, MOST_IN_PARAMETERS)
  return { parameters: hidden, ...(naming.values.size > 0 && { pii: [boxOf(deps, naming)] }) }
}

/** The same without a fingerprint of the body that could be guessed by trying addresses. */
export function withoutFingerprint(
  { adminKey }: Pick<Deps, 'adminKey'>,
  guru: GuruDocument,
  idempotency: Idempotency | null,
): Idempotency | null {
  if (!idempotency || !piiSettingsOf(guru).enabled) return idempotency
  return { ...idempotency, fingerprint: keyed(adminKey, 'body', idempotency.fingerprint) }
}

async function hiding(guru: GuruDocument) {
  const [{ createPiiFinder }, { createNaming, hidePiiIn }] = await Promise.all([
    import('../domain/pii/find.ts'),
    import('../domain/pii/hide.ts'),
  ])
  const finder = createPiiFinder(piiSettingsOf(guru), { limitMs: SEARCH_LIMIT_MS })
  // The outermost keys are fields of ours, or the action's parameters.
  const hide = <T extends object>(data: T, naming: Naming, most: number): T => {
    const hidden = hidePiiIn(data, finder, naming.tokenFor)
    if (finder.gaveUp)
      throw new Problem(
        'validation_failed',
        "This text could not be searched for personal data in the time there is. Make it shorter, or the guru's own patterns simpler.",
      )
    if (naming.values.size > most)
      throw new Problem(
        'validation_failed',
        `This has more than ${most} different pieces of personal data. Send it in parts.`,
      )
    return hidden
  }
  return { hide, createNaming }
}

function boxOf({ sealer }: Pick<Deps, 'sealer'>, { values }: Naming): PiiBox & { sealed: string } {
  return {
    tokens: [...values.keys()],
    sealed: sealer.seal(JSON.stringify(Object.fromEntries(values))),
  }
}

/** What a session knows of its values without being able to read them. */
function knownTo(session: SessionDocument | null, adminKey: string, session_id: string) {
  const boxes = session?.pii ?? []
  const messages = session?.messages ?? []
  const tokenOf = new Map(
    boxes.flatMap(({ tokens, fingerprints }) =>
      tokens.map((token, index): [string, string] => [fingerprints[index] ?? '', token]),
    ),
  )
  const fingerprint = (value: string): string => keyed(adminKey, session_id, value).slice(0, 32)
  return {
    // A label in an answer stands for a value that nobody kept: it must not become somebody else's token.
    taken: [
      ...boxes.flatMap(({ tokens }) => tokens),
      ...messages.flatMap(({ content }) => labelsIn(content)),
    ],
    known: (name: string, value: string) => tokenOf.get(fingerprint(`${name}\n${value}`)),
    fingerprintOf: (token: string, value: string) => fingerprint(`${nameOf(token)}\n${value}`),
  }
}

const keyed = (adminKey: string, purpose: string, text: string): string =>
  createHmac('sha256', adminKey)
    .update(JSON.stringify([purpose, text]))
    .digest('hex')
