import { Router } from 'express'
import type { PiiInput } from '../../domain/pii/settings.ts'
import { notFound } from '../../domain/problems.ts'
import { createGuru, deleteGuru, guruInputSchema, guruPatchSchema, updateGuru } from '../../storage/gurus.ts'
import { createKey, keyInputSchema, revokeKey } from '../../storage/keys.ts'
import type { ActionDocument, GuruDocument, KeyDocument } from '../../storage/models.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { invalid, parse } from '../parse.ts'
import { followGuru } from '../schedules/follow-change.ts'
import { guruView, keyView } from '../views.ts'

/** Gurus and their keys; for the admin. */
export function guruRoutes(deps: ApiDependencies): Router {
  const { storage, catalogue, configuration } = deps
  const router = Router()

  const viewOf = async (slug: string) => {
    const known = await catalogue.get(slug)
    if (!known) throw notFound(`Guru '${slug}'`)
    return guruView(known.guru, known.actions.length)
  }

  router.get('/', async (_request, response) => {
    const gurus = await storage.gurus.find().lean<GuruDocument[]>()
    const actions = await storage.actions.find({}, { guru: 1 }).lean<Pick<ActionDocument, 'guru'>[]>()
    const used = Map.groupBy(actions, (action) => action.guru)
    response.json({ gurus: gurus.map((guru) => guruView(guru, used.get(guru._id)?.length ?? 0)) })
  })

  router.post('/', async (request, response) => {
    const input = parse(guruInputSchema, request.body)
    await checkPatterns(input.pii)
    const guru = await createGuru(storage, input, configuration.ERRAND_ACTION_LIMIT)
    response.status(201).json(guruView(guru, 0))
  })

  router.get('/:guru', async (request, response) => {
    response.json(await viewOf(request.params.guru))
  })

  router.patch('/:guru', async (request, response) => {
    const patch = parse(guruPatchSchema, request.body)
    await checkPatterns(patch.pii)
    await updateGuru(storage, request.params.guru, patch)
    // What is personal in the parameters of its schedules may have changed.
    if (patch.pii) await followGuru(deps, request.params.guru)
    response.json(await viewOf(request.params.guru))
  })

  router.delete('/:guru', async (request, response) => {
    await deleteGuru(storage, request.params.guru)
    await followGuru(deps, request.params.guru)
    response.status(204).end()
  })

  router.get('/:guru/keys', async (request, response) => {
    await viewOf(request.params.guru)
    const keys = await storage.keys.find({ guru: request.params.guru }).lean<KeyDocument[]>()
    response.json({ keys: keys.map(keyView) })
  })

  router.post('/:guru/keys', async (request, response) => {
    const input = parse(keyInputSchema, request.body)
    await viewOf(request.params.guru)
    const { key, document } = await createKey(storage, request.params.guru, input)
    response.status(201).json({ ...keyView(document), key })
  })

  router.delete('/:guru/keys/:id', async (request, response) => {
    await revokeKey(storage, request.params.guru, request.params.id)
    response.status(204).end()
  })

  return router
}

/** The regex engine is loaded by those who need it. @throws {Problem} 422 */
async function checkPatterns(pii: PiiInput | undefined): Promise<void> {
  if (!pii?.patterns?.length) return
  const { patternProblems } = await import('../../domain/pii/own-patterns.ts')
  const errors = patternProblems(pii.patterns)
  if (errors.length > 0) throw invalid(errors)
}
