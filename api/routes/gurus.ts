import type { Request, Response } from 'express'
import type { PiiInput } from '../../domain/pii/settings.ts'
import { createGuru, deleteGuru, updateGuru } from '../../storage/gurus.ts'
import type { ActionDocument, GuruDocument } from '../../storage/models.ts'
import { recordEvent } from '../audit/record-event.ts'
import { contract } from '../contract/index.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { changedSince, guruTag, isConditional, matches, setEntityTag } from '../entity-tag.ts'
import { knownGuru } from '../known-guru.ts'
import { lastGuruChange } from '../last-guru-change.ts'
import { invalid } from '../parse.ts'
import { followGuru } from '../schedules/follow-change.ts'
import { type Served, serve } from '../serve.ts'
import { guruView } from '../views.ts'

type GuruView = ReturnType<typeof guruView>

/** Gurus; for the admin, who alone changes them. */
export function guruRoutes(deps: ApiDependencies): Served[] {
  const { storage, catalogue, configuration } = deps

  const viewOf = async (slug: string) => {
    const { guru, actions } = await knownGuru(deps, slug)
    return guruView(guru, actions.length)
  }

  const tagged = (response: Response, view: GuruView): GuruView => {
    setEntityTag(response, guruTag(view))
    return view
  }

  /** @throws {Problem} 412 */
  const refuseChanged = async (slug: string): Promise<never> => {
    const now = await viewOf(slug)
    throw changedSince(now.name, await lastGuruChange(deps, now))
  }

  /**
   * The guru as it is, and since when it must have been that where the request says by `If-Match` what it expects.
   * @throws {Problem} 404, 412
   */
  const expected = async (request: Request, slug: string): Promise<{ before: GuruView; since?: Date }> => {
    const before = await viewOf(slug)
    if (!matches(request, guruTag(before))) await refuseChanged(slug)
    return { before, ...(isConditional(request) && { since: new Date(before.updated_at) }) }
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
      return tagged(response, after)
    }),

    serve(contract.readGuru, async ({ guru, request, response }) => {
      const known = await catalogue.of(guru)
      // How many actions it has is not part of its tag: by that alone nobody has it already.
      delete request.headers['if-none-match']
      return tagged(response, guruView(guru, known.actions.length))
    }),

    serve(contract.changeGuru, async ({ params, body, request, response }) => {
      await checkPatterns(body.pii)
      const { before, since } = await expected(request, params.guru)
      if (!(await updateGuru(storage, params.guru, body, since))) await refuseChanged(params.guru)
      // What is personal in the parameters of its schedules may have changed.
      if (body.pii) await followGuru(deps, params.guru)
      const after = await viewOf(params.guru)
      const subject = subjectOf(after)
      await recordEvent(deps, response, { guru: after.slug, action: 'guru.updated', subject, before, after })
      return tagged(response, after)
    }),

    serve(contract.deleteGuru, async ({ params, request, response }) => {
      const { before, since } = await expected(request, params.guru)
      if (!(await deleteGuru(storage, params.guru, since))) await refuseChanged(params.guru)
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
