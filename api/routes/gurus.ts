import type { PiiInput } from '../../domain/pii/settings.ts'
import { notFound } from '../../domain/problems.ts'
import { createGuru, deleteGuru, updateGuru } from '../../storage/gurus.ts'
import type { ActionDocument, GuruDocument } from '../../storage/models.ts'
import { recordEvent } from '../audit/record-event.ts'
import { contract } from '../contract/index.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { invalid } from '../parse.ts'
import { followGuru } from '../schedules/follow-change.ts'
import { type Served, serve } from '../serve.ts'
import { guruView } from '../views.ts'

/** Gurus; for the admin. */
export function guruRoutes(deps: ApiDependencies): Served[] {
  const { storage, catalogue, configuration } = deps

  const viewOf = async (slug: string) => {
    const known = await catalogue.get(slug)
    if (!known) throw notFound(`Guru '${slug}'`)
    return guruView(known.guru, known.actions.length)
  }

  return [
    serve(contract.listGurus, async () => {
      const gurus = await storage.gurus.find().lean<GuruDocument[]>()
      const actions = await storage.actions.find({}, { guru: 1 }).lean<Pick<ActionDocument, 'guru'>[]>()
      const used = Map.groupBy(actions, (action) => action.guru)
      return { gurus: gurus.map((guru) => guruView(guru, used.get(guru._id)?.length ?? 0)) }
    }),

    serve(contract.createGuru, async ({ body, response }) => {
      await checkPatterns(body.pii)
      const after = guruView(await createGuru(storage, body, configuration.ERRAND_ACTION_LIMIT), 0)
      await recordEvent(deps, response, { action: 'guru.created', subject: subjectOf(after), after })
      return after
    }),

    serve(contract.readGuru, ({ params }) => viewOf(params.guru)),

    serve(contract.changeGuru, async ({ params, body, response }) => {
      await checkPatterns(body.pii)
      const before = await viewOf(params.guru)
      await updateGuru(storage, params.guru, body)
      // What is personal in the parameters of its schedules may have changed.
      if (body.pii) await followGuru(deps, params.guru)
      const after = await viewOf(params.guru)
      const subject = subjectOf(after)
      await recordEvent(deps, response, { guru: after.slug, action: 'guru.updated', subject, before, after })
      return after
    }),

    serve(contract.deleteGuru, async ({ params, response }) => {
      const before = await viewOf(params.guru)
      await deleteGuru(storage, params.guru)
      await recordEvent(deps, response, { action: 'guru.deleted', subject: subjectOf(before), before })
      await followGuru(deps, params.guru)
    }),
  ]
}

const subjectOf = ({ slug, name }: { slug: string; name: string }) => ({ type: 'guru', id: slug, name })

/** The regex engine is loaded by those who need it. @throws {Problem} 422 */
async function checkPatterns(pii: PiiInput | undefined): Promise<void> {
  if (!pii?.patterns?.length) return
  const { patternProblems } = await import('../../domain/pii/own-patterns.ts')
  const errors = patternProblems(pii.patterns)
  if (errors.length > 0) throw invalid(errors)
}
