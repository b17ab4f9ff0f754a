import { z } from 'zod'
import { secretNameSchema } from '../../domain/action.ts'
import { deleteSecret, putSecret } from '../../storage/secrets.ts'
import { recordEvent } from '../audit/record-event.ts'
import { contract } from '../contract/index.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { isOnlyIfNew } from '../entity-tag.ts'
import { knownGuru } from '../known-guru.ts'
import { parse } from '../parse.ts'
import { refuseParameterName } from '../save-action.ts'
import { followChange } from '../schedules/follow-change.ts'
import { type Served, serve } from '../serve.ts'
import { secretView } from '../views.ts'

const pathSchema = z.object({ name: secretNameSchema })

/** A guru's secrets. Values go in and never come out. */
export function secretRoutes(deps: ApiDependencies): Served[] {
  const { storage, sealer } = deps
  return [
    serve(contract.listSecrets, async ({ guru }) => {
      const known = await knownGuru(deps, guru._id)
      const secrets = [...known.secrets.values()].sort((a, b) => a.name.localeCompare(b.name))
      return { secrets: secrets.map((secret) => secretView(secret, known)) }
    }),

    serve(contract.putSecret, async ({ guru, identity, params, body, request, response }) => {
      const { name } = parse(pathSchema, params)
      const known = await knownGuru(deps, guru._id)
      refuseParameterName(known.actions, name)
      const mode = isOnlyIfNew(request) ? 'add' : 'set'
      const { secret, created } = await putSecret(storage, sealer, guru._id, name, body, identity.label, mode)
      const view = secretView(secret, known)
      const former = known.secrets.get(name)
      await recordEvent(deps, response, {
        action: created ? 'secret.created' : 'secret.updated',
        subject: { type: 'secret', id: name, name },
        before: former && !created ? secretView(former, known) : null,
        after: view,
      })
      response.status(created ? 201 : 200)
      return view
    }),

    serve(contract.deleteSecret, async ({ guru, identity, params, response }) => {
      const known = await knownGuru(deps, guru._id)
      const former = known.secrets.get(params.name)
      const disabled = await deleteSecret(storage, guru._id, params.name, identity.label)
      const after = {
        disabled_actions: disabled.map(({ _id, definition }) => ({ id: _id, name: definition.name })),
      }
      await recordEvent(deps, response, {
        action: 'secret.deleted',
        subject: { type: 'secret', id: params.name, name: params.name },
        before: former ? secretView(former, known) : null,
        after,
      })
      await Promise.all(disabled.map((action) => followChange(deps, action)))
      return after
    }),
  ]
}
