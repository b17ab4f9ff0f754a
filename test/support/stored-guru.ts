import type { ExecutionContext } from 'ava'
import { type ActionInput, actionInputSchema } from '../../domain/action.ts'
import { withMissingSecrets } from '../../domain/missing-secrets.ts'
import { secretsUsedBy } from '../../domain/secret-use.ts'
import { createAction, deleteAction, updateAction } from '../../storage/actions.ts'
import type { Storage } from '../../storage/connection.ts'
import { createGuru } from '../../storage/gurus.ts'
import type { ActionDocument, PlaceholderNameDocument, SecretDocument } from '../../storage/models.ts'
import { deleteSecret, putSecret } from '../../storage/secrets.ts'
import { settleAction } from '../../storage/settle-actions.ts'
import { openTestStorage } from './test-storage.ts'

/** What the API does when it saves, without its look at what it has cached: so the storage alone has to hold. */
export interface StoredGuru {
  storage: Storage
  /** @param meanwhile what happens between the check and the save */
  create(input: Record<string, unknown>, meanwhile?: () => Promise<unknown>): Promise<ActionDocument>
  update(action: ActionDocument, changes: Record<string, unknown>): Promise<ActionDocument>
  remove(action: ActionDocument): Promise<void>
  putSecret(name: string): Promise<unknown>
  deleteSecret(name: string): Promise<ActionDocument[]>
  actions(): Promise<ActionDocument[]>
  secrets(): Promise<string[]>
  names(): Promise<PlaceholderNameDocument[]>
}

const SEALER = { seal: (value: string) => Buffer.from(value).toString('base64'), keyId: () => 'test' }

export async function storedGuru(t: ExecutionContext, slug = 'acme'): Promise<StoredGuru> {
  const storage = await openTestStorage(t)
  const limit = 1_000
  const guru = await createGuru(storage, { slug, description: '', instructions: '' }, limit)
  const there = async () =>
    new Set((await storage.secrets.find({ guru: slug }).lean<SecretDocument[]>()).map(({ name }) => name))
  const checked = async (definition: ActionInput) => {
    const secrets = await there()
    const uses = secretsUsedBy(definition, secrets)
    const missing = uses.filter((name) => !secrets.has(name))
    return { saved: withMissingSecrets({ definition, disabled_reason: null }, missing), uses }
  }
  let made = 0
  return {
    storage,
    async create(input, meanwhile) {
      const definition = actionInputSchema.parse({ name: `action ${made++}`, trigger: 'x', ...input })
      const { saved, uses } = await checked(definition)
      await meanwhile?.()
      return settleAction(storage, await createAction(storage, guru, made, saved, 'test'), uses, 'test')
    },
    async update(action, changes) {
      const { saved, uses } = await checked(actionInputSchema.parse({ ...action.definition, ...changes }))
      return settleAction(storage, await updateAction(storage, action, saved, 'test'), uses, 'test')
    },
    remove: (action) => deleteAction(storage, action),
    putSecret: (name) =>
      putSecret(storage, SEALER, slug, name, { value: 'value', mask: true, allowed_hosts: [] }, 'test'),
    deleteSecret: (name) => deleteSecret(storage, slug, name, 'test'),
    actions: () => storage.actions.find({ guru: slug }).lean<ActionDocument[]>(),
    secrets: async () => [...(await there())],
    names: () => storage.placeholderNames.find({ guru: slug }).lean<PlaceholderNameDocument[]>(),
  }
}
