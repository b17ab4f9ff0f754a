import { withMissingSecrets } from '../domain/missing-secrets.ts'
import { Problem } from '../domain/problems.ts'
import { secretsUsedBy } from '../domain/secret-use.ts'
import { updateAction } from './actions.ts'
import { touchGuru } from './catalogue.ts'
import type { Storage } from './connection.ts'
import type { ActionDocument, SecretDocument } from './models.ts'

/*
 * No transaction spans an action and its secrets. So whoever has changed one of them reads the other afterwards, fresh,
 * and puts right what doesn't fit: of two that write at once the later one sees both. An action is only ever disabled
 * here, never enabled.
 */

/** Longer than any row of changes that get in each other's way. */
const MAX_ROUNDS = 100

const secretId = (guru: string, name: string): string => `${guru}.${name}`
const isThere = (secret: SecretDocument | null): boolean => secret !== null && !secret.deleted_at

/**
 * Disables an action that was just saved if a secret of it has gone meanwhile.
 * @param uses the secrets that it used when it was checked
 * @returns the action as it is now
 */
export async function settleAction(
  storage: Storage,
  action: ActionDocument,
  uses: string[],
  changedBy: string,
): Promise<ActionDocument> {
  let current = action
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const found = await Promise.all(
      uses.map((name) => storage.secrets.findById(secretId(action.guru, name)).lean<SecretDocument>()),
    )
    const missing = new Set(uses.filter((_, index) => !isThere(found[index] ?? null)))
    const settled = await settle(storage, current, new Set(uses), missing, changedBy)
    // What was written may be out of date by now: it is right once there is nothing to write.
    if (settled === null || settled === current) return current
    current = settled
  }
  return current
}

/**
 * Has every action of the guru that uses the secret `name` say whether it is there.
 * @returns the actions that were disabled for it
 */
export async function settleUsers(
  storage: Storage,
  guru: string,
  name: string,
  changedBy: string,
): Promise<ActionDocument[]> {
  const disabled = new Map<string, ActionDocument>()
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const [actions, secrets] = await Promise.all([
      storage.actions.find({ guru }).lean<ActionDocument[]>(),
      storage.secrets.find({ guru }).lean<SecretDocument[]>(),
    ])
    const there = new Set(secrets.filter(isThere).map((secret) => secret.name))
    const names = new Set([...secrets.map((secret) => secret.name), name])
    let quiet = true
    for (const action of actions) {
      const used = secretsUsedBy(action.definition, names)
      if (!used.includes(name)) continue
      const missing = new Set(used.filter((one) => !there.has(one)))
      const now = await settle(storage, action, names, missing, changedBy)
      if (now === null || now === action) continue
      quiet = false
      if (action.definition.enabled && !now.definition.enabled) disabled.set(now._id, now)
    }
    // What was written may be out of date as well.
    if (quiet) break
  }
  return [...disabled.values()]
}

/** @returns the same document where nothing had to change, null where the action has gone */
async function settle(
  storage: Storage,
  action: ActionDocument,
  names: Set<string>,
  missing: Set<string>,
  changedBy: string,
): Promise<ActionDocument | null> {
  let current = action
  let declares = true
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const { definition, disabled_reason } = current
    const absent = secretsUsedBy(definition, names).filter((name) => missing.has(name))
    const next = withMissingSecrets({ definition, disabled_reason }, absent)
    if (!declares) next.definition = { ...next.definition, secrets: definition.secrets }
    const { enabled, secrets } = next.definition
    if (enabled !== definition.enabled || secrets.length !== definition.secrets.length) {
      try {
        return await updateAction(storage, current, next, changedBy)
      } catch (error) {
        if (!(error instanceof Problem && error.code === 'conflict')) throw error
      }
    } else {
      if (next.disabled_reason === disabled_reason) return current
      if (await setReason(storage, current, next.disabled_reason))
        return { ...current, disabled_reason: next.disabled_reason }
    }
    const found = await storage.actions.findById(current._id).lean<ActionDocument>()
    if (!found) return null
    // Not changed by somebody else: then a parameter has the name by now, and nothing can be declared.
    declares = found.version !== current.version
    current = found
  }
  throw new Problem('conflict', `'${current.definition.name}' is being changed too often. Try again.`)
}

async function setReason(
  storage: Storage,
  { _id, guru, version }: ActionDocument,
  reason: string | null,
): Promise<boolean> {
  const { matchedCount } = await storage.actions.updateOne(
    { _id, version },
    { $set: { disabled_reason: reason } },
  )
  if (matchedCount > 0) await touchGuru(storage, guru)
  return matchedCount > 0
}
