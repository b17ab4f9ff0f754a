import { createKey, revokeKey } from '../../storage/keys.ts'
import type { KeyDocument } from '../../storage/models.ts'
import { recordEvent } from '../audit/record-event.ts'
import { contract } from '../contract/index.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { knownGuru } from '../known-guru.ts'
import { type Served, serve } from '../serve.ts'
import { keyView } from '../views.ts'

/** The keys of gurus; for the admin. */
export function keyRoutes(deps: ApiDependencies): Served[] {
  const { storage } = deps
  return [
    serve(contract.listKeys, async ({ params }) => {
      await knownGuru(deps, params.guru)
      const keys = await storage.keys.find({ guru: params.guru }).lean<KeyDocument[]>()
      return { keys: keys.map(keyView) }
    }),

    serve(contract.createKey, async ({ params, body, identity, response }) => {
      await knownGuru(deps, params.guru)
      const { key, document } = await createKey(storage, params.guru, body, identity.label)
      const view = keyView(document)
      await recordEvent(deps, response, {
        guru: params.guru,
        action: 'key.created',
        subject: { type: 'key', id: view.id, name: view.name },
        after: view,
      })
      return { ...view, key }
    }),

    serve(contract.revokeKey, async ({ params, response }) => {
      const view = keyView(await revokeKey(storage, params.guru, params.id))
      await recordEvent(deps, response, {
        guru: params.guru,
        action: 'key.revoked',
        subject: { type: 'key', id: view.id, name: view.name },
        before: view,
      })
    }),
  ]
}
