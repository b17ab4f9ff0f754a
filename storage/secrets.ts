import { z } from 'zod'
import { readAllowedHost } from '../domain/allowed-host.ts'
import { SHORTEST_MASKED } from '../domain/masking.ts'
import { notFound, Problem } from '../domain/problems.ts'
import { touchGuru } from './catalogue.ts'
import { isSet, olderThan, type Storage } from './connection.ts'
import { giveUpNames } from './give-up-names.ts'
import type { ActionDocument, SecretDocument } from './models.ts'
import { takeSecretName } from './name-collisions.ts'
import { secretHold } from './placeholder-names.ts'
import type { Sealer } from './secret-box.ts'
import { settleUsers } from './settle-actions.ts'
import { addSecret, replaceSecret } from './store-secret.ts'

const allowedHost = z
  .string()
  .max(300)
  .transform((text, context) => {
    const read = readAllowedHost(text)
    if ('host' in read) return read.host
    context.addIssue({ code: 'custom', message: read.problem })
    return z.NEVER
  })

export const secretInputSchema = z
  .strictObject({
    value: z
      .string()
      .min(1, 'must not be empty')
      .max(16_384)
      .refine((value) => !value.includes('\0'), 'must not contain a NUL: no header or variable can hold it')
      .refine((value) => value.isWellFormed(), 'must be text: it has half of a surrogate pair'),
    mask: z.boolean().default(true).meta({
      description: 'False: no secret as such, such as a host. Needed for values of fewer than 4 characters',
    }),
    allowed_hosts: z
      .array(allowedHost)
      .max(50)
      .transform((hosts) => [...new Set(hosts)])
      .default([])
      .meta({ description: 'Where it may be sent; anywhere where there are none' }),
  })
  .refine((secret) => !secret.mask || secret.value.length >= SHORTEST_MASKED, {
    path: ['mask'],
    message: `must be false for a value of fewer than ${SHORTEST_MASKED} characters: it can't be masked`,
  })

const secretId = (guru: string, name: string): string => `${guru}.${name}`
const existsAlready = (name: string): Problem =>
  new Problem('precondition_failed', `There is a secret named '${name}' already. Nothing was changed.`, {
    errors: [{ path: 'name', message: 'is taken' }],
  })
const onlySecret = (name: string) => ({ secret: [name], parameter: [] })

/**
 * Sets a secret, new or not; its value is sealed before it is stored and can't be read back. Actions that were
 * disabled for want of it stay so, and can be enabled.
 * @param mode `add` only where there is none
 * @throws {Problem} 409 where a parameter has the name, 412 where there is one that is not to be replaced
 */
export async function putSecret(
  storage: Storage,
  sealer: Sealer,
  guru: string,
  name: string,
  input: z.infer<typeof secretInputSchema>,
  changedBy: string,
  mode: 'set' | 'add' = 'set',
): Promise<{ secret: SecretDocument; created: boolean }> {
  const now = new Date()
  const _id = secretId(guru, name)
  const hold = secretHold()
  await takeSecretName(storage, guru, name, hold)
  const existing = await storage.secrets.findById(_id).lean<SecretDocument>()
  const secret: SecretDocument = {
    _id,
    guru,
    name,
    sealed: sealer.seal(input.value),
    mask: input.mask,
    allowed_hosts: input.allowed_hosts,
    hold,
    deleted_at: null,
    created_at: existing && !existing.deleted_at ? existing.created_at : now,
    updated_at: now,
  }
  const replaced = await (mode === 'add' ? addSecret : replaceSecret)(storage, secret)
  if (replaced === undefined) {
    await giveUpNames(storage, guru, onlySecret(name), hold)
    throw existsAlready(name)
  }
  await giveUpNames(storage, guru, onlySecret(name), replaced?.hold)
  await touchGuru(storage, guru)
  const created = !replaced || Boolean(replaced.deleted_at)
  if (created) await settleUsers(storage, guru, name, changedBy)
  return { secret, created }
}

/**
 * Deletes a secret and disables the actions that use it; answers those that were enabled. From the first step on
 * nobody gets it; what an interrupted deletion has left to do, the next one does.
 * @throws {Problem} 404
 */
export async function deleteSecret(
  storage: Storage,
  guru: string,
  name: string,
  changedBy: string,
): Promise<ActionDocument[]> {
  const { matchedCount } = await storage.secrets.updateOne(
    { _id: secretId(guru, name) },
    { $set: { deleted_at: new Date() } },
  )
  if (matchedCount === 0) throw notFound(`Secret '${name}'`)
  return completeDeletion(storage, guru, name, changedBy)
}

async function completeDeletion(
  storage: Storage,
  guru: string,
  name: string,
  changedBy: string,
): Promise<ActionDocument[]> {
  await touchGuru(storage, guru)
  const disabled = await settleUsers(storage, guru, name, changedBy)
  const deleted = await storage.secrets
    .findOneAndDelete({ _id: secretId(guru, name), deleted_at: isSet() })
    .lean<SecretDocument>()
  await touchGuru(storage, guru)
  // Those that were saved meanwhile. The name is still held, so none of them can lose it to a parameter.
  const late = await settleUsers(storage, guru, name, changedBy)
  if (deleted) await giveUpNames(storage, guru, onlySecret(name), deleted.hold)
  return [...new Map([...disabled, ...late].map((action) => [action._id, action])).values()]
}

/** As for reservations: whoever began a deletion is not at it any more. */
const ABANDONED_AFTER_MS = 60_000

/** Completes deletions that were interrupted, of all gurus. */
export async function finishDeletions(storage: Storage, now = Date.now()): Promise<void> {
  const begun = await storage.secrets
    .find({ deleted_at: olderThan(new Date(now - ABANDONED_AFTER_MS)) })
    .lean<SecretDocument[]>()
  for (const { guru, name } of begun) await completeDeletion(storage, guru, name, 'errand')
}
