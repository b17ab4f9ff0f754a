import { z } from 'zod'
import { SHORTEST_MASKED } from '../domain/masking.ts'
import { notFound, Problem } from '../domain/problems.ts'
import { secretsUsedBy } from '../domain/secret-use.ts'
import { updateAction } from './actions.ts'
import { type Catalogue, touchGuru } from './catalogue.ts'
import type { Storage } from './connection.ts'
import type { ActionDocument, SecretDocument } from './models.ts'
import type { Sealer } from './secret-box.ts'

const HOST_PATTERN = /^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]*[a-z0-9])?$/

export const secretInputSchema = z
  .strictObject({
    value: z.string().min(1, 'must not be empty').max(16_384),
    mask: z.boolean().default(true),
    allowed_hosts: z
      .array(
        z
          .string()
          .max(253)
          .transform((host) => host.toLowerCase())
          .refine(
            (host) => HOST_PATTERN.test(host),
            'must be a host name such as api.stripe.com or *.example.com',
          ),
      )
      .max(50)
      .default([]),
  })
  .refine((secret) => !secret.mask || secret.value.length >= SHORTEST_MASKED, {
    path: ['mask'],
    message: `must be false for a value of fewer than ${SHORTEST_MASKED} characters: it can't be masked`,
  })

const secretId = (guru: string, name: string): string => `${guru}.${name}`

/** Sets a secret, new or not; its value is sealed before it is stored and can't be read back. */
export async function putSecret(
  storage: Storage,
  sealer: Sealer,
  guru: string,
  name: string,
  input: z.infer<typeof secretInputSchema>,
): Promise<{ secret: SecretDocument; created: boolean }> {
  const now = new Date()
  const existing = await storage.secrets.findById(secretId(guru, name)).lean<SecretDocument>()
  const secret: SecretDocument = {
    _id: secretId(guru, name),
    guru,
    name,
    sealed: sealer.seal(input.value),
    mask: input.mask,
    allowed_hosts: input.allowed_hosts,
    created_at: existing?.created_at ?? now,
    updated_at: now,
  }
  await storage.secrets.replaceOne({ _id: secret._id }, secret, { upsert: true })
  await touchGuru(storage, guru)
  return { secret, created: !existing }
}

/** A secret and a parameter of one name would be one placeholder for two values. */
export function refuseParameterName(actions: ActionDocument[], name: string): void {
  const user = actions.find((action) =>
    action.definition.parameters.some((parameter) => parameter.name === name),
  )
  if (user)
    throw new Problem(
      'conflict',
      `The action '${user.definition.name}' has a parameter named '${name}'. Choose another name for the secret.`,
    )
}

/** Deletes a secret and disables the enabled actions that use it; answers those. */
export async function deleteSecret(
  storage: Storage,
  catalogue: Catalogue,
  guru: string,
  name: string,
  changedBy: string,
): Promise<ActionDocument[]> {
  const known = await catalogue.get(guru)
  const users = (known?.actions ?? []).filter(
    (action) =>
      action.definition.enabled &&
      secretsUsedBy(action.definition, known?.secrets.keys() ?? []).includes(name),
  )
  const { deletedCount } = await storage.secrets.deleteOne({ _id: secretId(guru, name) })
  if (deletedCount === 0) throw notFound(`Secret '${name}'`)
  for (const action of users)
    await updateAction(
      storage,
      action,
      { definition: { ...action.definition, enabled: false }, disabled_reason: missingSecretsReason([name]) },
      changedBy,
    )
  await touchGuru(storage, guru)
  return users
}

export const missingSecretsReason = (names: string[]): string =>
  names.length === 1
    ? `The secret ${names[0]} does not exist.`
    : `The secrets ${names.join(', ')} do not exist.`
